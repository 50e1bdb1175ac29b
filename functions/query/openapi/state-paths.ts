import * as z from 'zod'
import { ENTRY_KINDS } from '../../../shared/domain/history-entries/entry.ts'
import { requestSchema } from '../../state/decision-request.ts'
import { MAX_BODY } from '../trigger/request.ts'
import { CURSOR, FILTERS, get, json, LIMIT, type Node, query } from './operations.ts'

/** What people decide, read and written, and what changed. */
export const STATE_PATHS: Readonly<Record<string, Node>> = {
  '/api/history': get({
    summary: 'What changed, newest first',
    description:
      'Changes of verdicts, with the rules that decided, and what people decided, with who, why and until when. Part by part: what happens between two parts moves no entry.',
    parameters: [
      ...FILTERS.filter(({ name }) => name === 'account' || name === 'region' || name === 'key'),
      query('kind', { type: 'string', enum: ENTRY_KINDS }, 'decision'),
      query('since', { type: 'string' }, '2026-11-01'),
      LIMIT,
      CURSOR,
    ],
    responses: { 200: json('History', 'A part of the history') },
  }),
  '/api/state': {
    ...get({
      summary: 'What people decided',
      description:
        'Owners, waivers, statements and the states of batches that hold now, by account, region and subject.',
      parameters: [
        ...FILTERS.filter(({ name }) => name === 'account' || name === 'region'),
        query('all', { type: 'boolean', default: false }, true),
      ],
      responses: { 200: json('Decisions', 'The decisions') },
    }),
    post: {
      summary: 'Decide',
      description: `Adds a decision; keys go by id, ARN or alias. It follows the last on its subject: with \`after\`, only if that is still the last (409 otherwise). A waiver, keys-statement and client-statement need \`until\`, a day of CMK_TIMEZONE. It takes the token of CMK_STATE_TOKEN, and a body of up to ${MAX_BODY} bytes.`,
      security: [{ state: [] }, { stateBearer: [] }],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/DecisionRequest' } } },
      },
      responses: {
        201: json('DecisionMade', 'What was decided, as it is kept'),
        400: json('Error', 'Not one decision; or `until` is past, missing or too far; or the window is none'),
        401: {
          ...json('Error', 'Not the token of CMK_STATE_TOKEN'),
          headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
        },
        403: json('Error', 'CMK_STATE_TOKEN is not set, or the page of another site sent it'),
        404: json('Error', 'There is no such account and region, key, finding, batch or decision'),
        409: json('Error', 'Somebody else decided on the same in the meantime; nothing was written'),
        413: json('Error', 'The body is too large'),
        414: json('Error', 'The address is too long'),
        415: json('Error', 'The body is not application/json'),
        500: json('Error', 'The log of the service says why'),
        503: json('Error', 'No audit has run yet, or the table is busy'),
      },
    },
  },
}

/** What `POST /api/state` takes. */
export function decisionRequestSchema(): Node {
  const { $schema, ...schema } = z.toJSONSchema(requestSchema, { io: 'input', unrepresentable: 'any' })
  return schema
}
