import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'vitest'
import * as z from 'zod'
import { apiDescription } from '../../../../functions/query/openapi/document.ts'

const responses = z.record(
  z.string(),
  z.looseObject({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) }),
)

/** The description of the API as far as the tests read it. */
const described = z
  .looseObject({
    paths: z.record(
      z.string(),
      z.object({
        get: z.looseObject({
          parameters: z
            .array(z.looseObject({ name: z.string(), in: z.enum(['query', 'path']), explode: z.boolean().optional() }))
            .default([]),
          responses,
        }),
        post: z.looseObject({ responses }).optional(),
      }),
    ),
    components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
  })
  .parse(apiDescription())

export const PATHS = described.paths

// As strict as a test wants it: what is answered and not described is a mistake as well.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, code: { optimize: false } })
addFormats.default(ajv)
ajv.addVocabulary(['openapi', 'info', 'servers', 'paths', 'components', 'security'])
ajv.addSchema({ $id: 'api', ...(closed(described) as object) })

/** The answer to a request, as the description knows it. */
interface Answered {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Fails where status, type or body of an answer are not those that the description has for its path. */
export function expectDescribed({ method, path, status, headers, text }: Answered): void {
  const type = headers.get('Content-Type')?.replace(/;.*/, '') ?? ''
  const template = templateOf(path)
  const isRead = method === 'GET' || method === 'HEAD'
  const operation = template === undefined ? undefined : PATHS[template]?.[isRead ? 'get' : 'post']
  if (operation === undefined || !(isRead || method === 'POST')) {
    expect([400, 401, 403, 404, 405, 414]).toContain(status)
    expect(type).toBe('application/json')
    if (method !== 'HEAD') expect(problems('Error', text)).toEqual([])
    return
  }
  const response = operation.responses[status]
  expect(response, `${template} is answered with ${status}, which is not described`).toBeDefined()
  const content = response?.content[type]
  expect(content, `${template} is answered with ${status} as ${type}, which is not described`).toBeDefined()
  const name = String(content?.schema.$ref ?? '').replace('#/components/schemas/', '')
  if (name !== '' && method !== 'HEAD') expect(problems(name, text)).toEqual([])
}

/** What keeps a text from being JSON of that schema. */
export function problems(name: string, text: string): unknown[] {
  const validate = ajv.getSchema(`api#/components/schemas/${name}`) as ValidateFunction
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? [])
}

/** The described path that a request's path is one of. */
function templateOf(path: string): string | undefined {
  const [pathname = ''] = path.split('?')
  if (pathname in PATHS) return pathname
  return Object.keys(PATHS).find((template) => {
    const parts = template
      .replaceAll('.', '\\.')
      .replace('{key}', '.+')
      .replaceAll(/\{\w+\}/g, '[^/]+')
    return new RegExp(`^${parts}$`).test(pathname)
  })
}

function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]))
  return 'properties' in copy && copy.type === 'object' ? { ...copy, additionalProperties: false } : copy
}
