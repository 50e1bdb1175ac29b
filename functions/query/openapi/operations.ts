import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { DEFAULT_ROWS, MAX_ROWS, MAX_VALUES, TAKES } from '../api/parameters.ts'

/** JSON of a kind that OpenAPI knows. */
export type Node = Readonly<Record<string, unknown>>

/** A path that is read, with what any path may be answered with. */
export function get(operation: { readonly responses: Node } & Node): Node {
  return {
    get: {
      ...operation,
      responses: {
        ...operation.responses,
        400: json('Error', 'An unknown parameter, or one with an invalid value'),
        401: {
          ...json('Error', 'No token, or a wrong one'),
          headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
        },
        403: json('Error', 'CMK_API_TOKEN is not set: nothing is served'),
        414: json('Error', 'The address is too long'),
        500: json('Error', 'The log of the service says why'),
        503: {
          ...json('Error', 'No audit has run yet, or the table is busy'),
          headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds; where the table is busy' } },
        },
      },
    },
  }
}

/** An answer of JSON by the name of its schema. */
export function json(schema: string, description: string): Node {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } }
}

/** A parameter with one value. */
export function query(name: keyof typeof TAKES, schema: Node, example?: unknown): Node {
  return { name, in: 'query', description: TAKES[name], schema, ...(example === undefined ? {} : { example }) }
}

export const FILTERS: readonly Node[] = [
  values('verdict', { type: 'string', enum: VERDICTS }, ['blocked', 'unknown']),
  values('region', { type: 'string' }, ['cn-hangzhou']),
  values('account', { type: 'string', pattern: '^\\d{5,20}$' }, ['1234567890123456']),
  values('key', { type: 'string', minLength: 1, maxLength: 400 }, ['alias/pay']),
  {
    ...values('where', { type: 'string' }, ['calls>100', 'owner=payments']),
    explode: true,
    description: `${TAKES.where}. All must hold. A field is a column of the CSV; operators are = != ~ (contains) < <= > >=; no value asks for rows that have none.`,
  },
]

export const LIMIT = query('limit', { type: 'integer', minimum: 1, maximum: MAX_ROWS, default: DEFAULT_ROWS }, 10)

export const CURSOR: Node = {
  name: 'cursor',
  in: 'query',
  description: `${TAKES.cursor}, with the same filters`,
  schema: { type: 'string', minLength: 1 },
}

/** A filter of which one value is enough. */
function values(name: keyof typeof TAKES, items: Node, example: readonly string[]): Node {
  return {
    name,
    in: 'query',
    description: TAKES[name],
    style: 'form',
    explode: false,
    schema: { type: 'array', minItems: 1, maxItems: MAX_VALUES, items },
    example,
  }
}
