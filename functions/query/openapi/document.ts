import { TAKES } from '../api/parameters.ts'
import { answerSchemas } from './answer-schemas.ts'
import { CURSOR, FILTERS, get, json, LIMIT, type Node } from './operations.ts'
import { decisionRequestSchema, STATE_PATHS } from './state-paths.ts'

/** The HTTP API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0). What it says is tested against what is answered. */
export function apiDescription(): Node {
  return {
    openapi: '3.1.0',
    info: {
      title: 'cmk-readiness',
      version: '1',
      description:
        'Which customer master keys can be migrated to a purchased KMS instance, and how we know. Every path takes GET, and HEAD for the same without a body; /api/state takes POST as well, with a token of its own. Any other method is answered with 405. Nothing but /healthz is served without authentication, and no answer may be kept by a cache.',
    },
    servers: [{ url: '/' }],
    // Where CMK_API_TOKEN is `trigger`, Function Compute lets callers in by its own signature, before this API.
    security: [{ bearer: [] }, { basic: [] }],
    paths: {
      '/api/readiness': get({
        summary: 'Rows, page by page',
        description:
          'All filters must match. Rows that are written or deleted between two pages move no other row. A page ends early where its rows are large.',
        parameters: [...FILTERS, LIMIT, CURSOR],
        responses: { 200: json('Page', 'A page of rows') },
      }),
      '/api/readiness.csv': get({
        summary: 'All rows as CSV, as a stream',
        description:
          'UTF-8 with a byte order mark; the first line names the columns; no cell can become a formula; digits that are a text, such as account ids, end in a tab, so that spreadsheets keep them. A stream that breaks off closes the connection.',
        parameters: FILTERS,
        responses: { 200: file('text/csv', 'All rows that match the filters'), 413: TOO_LARGE },
      }),
      '/api/readiness.jsonl': get({
        summary: 'All rows as JSON Lines, as a stream',
        description: 'One `Row` a line. A stream that breaks off closes the connection.',
        parameters: FILTERS,
        responses: { 200: file('application/jsonl', 'All rows that match the filters'), 413: TOO_LARGE },
      }),
      '/api/readiness/{account}/{region}/{key}': get({
        summary: 'One row',
        parameters: [
          part('account', 'The account id', '1234567890123456'),
          part('region', 'The region id', 'cn-hangzhou'),
          part('key', 'The key by its id, an alias or an ARN; a slash in it may be encoded or not', 'alias/pay'),
        ],
        responses: {
          200: json('Key', 'The row, and what people decided about the key'),
          404: json('Error', 'There is no such key'),
          409: json('Error', 'Several keys have that name'),
        },
      }),
      '/api/summary': get({
        summary: 'The state of all keys, in numbers',
        description:
          'Totals by verdict and scope, the rule packs that judged the rows, freshness, gaps, how the last run went and what it could not read.',
        responses: { 200: json('Summary', 'The summary') },
      }),
      '/metrics': get({
        summary: 'The state of all keys for Prometheus',
        description:
          'Gauges in the text format 0.0.4: keys by verdict, account and region, what is stale or has gaps, calls, how much of the window was read, and how the last night went and how long ago.',
        responses: {
          200: { description: 'The gauges', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
      }),
      '/healthz': {
        get: {
          summary: 'Whether the service answers',
          description: 'Without authentication. It reads no table.',
          security: [],
          responses: { 200: json('Health', 'It does'), 400: json('Error', 'An unknown parameter') },
        },
      },
      '/api/evidence': get({
        summary: 'What is known of the use of the keys, by account and region',
        description:
          'The days of the observation window that were read, by source and mode; what shows that the source is alive; what is missing, and about how long reading it takes.',
        parameters: FILTERS.filter(({ name }) => name === 'account' || name === 'region'),
        responses: { 200: json('Evidence', 'Every account and region of the last run') },
      }),
      '/api/plan': get({
        summary: 'Which ready keys to migrate together, and in which quiet window',
        description:
          'Batches of at most 50 keys and 50 secrets by the settings CMK_WINDOW_HOURS, CMK_FREEZES, CMK_DESTINATION and CMK_TIMEZONE. Every key of the default KMS instance is in exactly one batch or in `left`. The same table gives the same plan on the same day.',
        parameters: FILTERS.filter(({ name }) => name === 'account' || name === 'region'),
        responses: { 200: json('Plan', 'The plan') },
      }),
      '/api/request': get({
        summary:
          'What the vendor is asked for: the text of the tickets in English and Chinese, with the keys, windows and destinations',
        description:
          'The batches of the plan that still wait for their move, those that somebody has decided about as they were decided, and the keys that the page refers to technical support. `missing` names what a batch lacks. No event body is in it.',
        parameters: [
          ...FILTERS.filter(({ name }) => name === 'account' || name === 'region'),
          {
            name: 'batch',
            in: 'query',
            description: `${TAKES.batch}: that batch alone, whatever its state`,
            schema: { type: 'string', pattern: '^[\\w-]{1,100}$' },
          },
        ],
        responses: { 200: json('Request', 'The request'), 404: json('Error', 'There is no such batch') },
      }),
      '/api/compare': get({
        summary: 'The keys on which the rule packs differ, and why',
        description:
          'What the last audit stored, judged by every rule pack as of that audit; nothing is asked of Alibaba Cloud. It reads the usage of the whole observation window: ask by region where there are many keys.',
        parameters: FILTERS.filter(({ name }) => name === 'account' || name === 'region'),
        responses: { 200: json('Comparison', 'The keys whose verdicts differ, and totals of all keys by pack') },
      }),
      ...STATE_PATHS,
      '/api/instances': get({
        summary: 'The KMS instances that keys can move to',
        description:
          'As the last audit found them: what they have room for, when they end, and which VPCs reach them. A row without an instance is an account and region whose instances could not be listed.',
        parameters: FILTERS.filter(({ name }) => name === 'account' || name === 'region'),
        responses: { 200: json('Instances', 'Every instance, by account and region') },
      }),
      '/api/openapi.json': get({
        summary: 'This description',
        responses: {
          200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      }),
    },
    components: {
      schemas: { ...answerSchemas(), DecisionRequest: decisionRequestSchema() },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of CMK_API_TOKEN' },
        state: { type: 'apiKey', in: 'header', name: 'X-State-Token', description: 'The token of CMK_STATE_TOKEN' },
        stateBearer: { type: 'http', scheme: 'bearer', description: 'The token of CMK_STATE_TOKEN' },
        basic: { type: 'http', scheme: 'basic', description: 'For browsers: any user name, the token as the password' },
      },
    },
  }
}

function file(type: string, description: string): Node {
  return {
    description,
    headers: { 'Content-Disposition': { schema: { type: 'string' } } },
    content: { [type]: { schema: { type: 'string' } } },
  }
}

const TOO_LARGE = json('Error', 'From Function Compute, which does not stream: more rows than one response can hold')

function part(name: string, description: string, example: string): Node {
  return { name, in: 'path', required: true, description, schema: { type: 'string' }, example }
}
