import * as z from 'zod'
import { iso } from '../../../shared/domain/time.ts'
import { Refusal } from '../http/refusal.ts'
import { type Account, region as emptyRegion, type World } from '../world.ts'
import { type LogIndex, type LogProject, type Logstore, logProject } from './projects.ts'
import { indexNotExist, parameterInvalid } from './refusals.ts'

const PROJECT = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/

const projectSchema = z.object({ projectName: z.string(), description: z.string() })
const logstoreSchema = z.object({
  logstoreName: z.string(),
  ttl: z.number().int().min(1).max(3_650),
  shardCount: z.number().int().optional(),
})
const leaf = z.object({
  type: z.enum(['text', 'long', 'double']),
  doc_value: z.boolean().optional(),
  alias: z.string().optional(),
})
const key = z.object({
  ...{
    type: z.enum(['text', 'long', 'double', 'json']),
    doc_value: z.boolean().optional(),
    alias: z.string().optional(),
  },
  ...{ token: z.array(z.string()).optional(), caseSensitive: z.boolean().optional(), chn: z.boolean().optional() },
  json_keys: z.record(z.string(), leaf).optional(),
})
const indexSchema = z
  .object({
    line: z
      .object({ token: z.array(z.string()), caseSensitive: z.boolean().optional(), chn: z.boolean().optional() })
      .optional(),
    keys: z.record(z.string(), key).optional(),
    max_text_len: z.number().int().min(64).max(16_384).optional(),
  })
  .refine(({ line, keys }) => line !== undefined || keys !== undefined)

/** CreateProject. A name is unique in its region, over all accounts. */
export function createProject({ accounts }: World, account: Account, region: string, body: unknown, now: number): void {
  const { projectName, description: _ } = parsed(projectSchema, body)
  if (!PROJECT.test(projectName)) throw parameterInvalid(`The Project name ${projectName} is invalid.`)
  const owner = accounts.find((each) => each.regions[region]?.logProjects.some(({ name }) => name === projectName))
  if (owner) throw new Refusal(400, 'ProjectAlreadyExist', `Project ${projectName} already exist`)
  account.regions[region] ??= emptyRegion()
  account.regions[region]?.logProjects.push(logProject({ name: projectName, createdAt: iso(now) }))
}

/** UpdateLogStore. */
export function updateLogstore(project: LogProject, logstore: Logstore, body: unknown): void {
  const { logstoreName, ttl } = parsed(logstoreSchema, body)
  if (logstoreName !== logstore.name) throw parameterInvalid('logstoreName is another')
  kept(project, { ...logstore, ttl })
}

/** CreateIndex and UpdateIndex, which replaces the index whole. What is new in it has no value for logs from before. */
export function setIndex(project: LogProject, logstore: Logstore, isNew: boolean, body: unknown, now: number): void {
  const given = parsed(indexSchema, body)
  const { line } = given
  const { index } = logstore
  if (isNew && index) throw new Refusal(400, 'IndexAlreadyExist', `logstore ${logstore.name} index is already created`)
  if (!isNew && !index) throw indexNotExist()
  const since = iso(now)
  const keys = Object.entries(given.keys ?? {}).map(([name, each]) => {
    const had = index?.keys[name]?.json_keys ?? {}
    const leaves = Object.entries(each.json_keys ?? {}).map(([path, { type, doc_value = true, alias }]) => {
      const before = had[path]
      const changed = before && before.doc_value === doc_value ? before.since : since
      const told = { type, doc_value, ...(alias === undefined ? {} : { alias }) }
      return [path, { ...told, ...(changed === undefined ? {} : { since: changed }) }] as const
    })
    const { type, doc_value = true, token, caseSensitive, chn } = each
    const own = { type, doc_value, ...(token && { token }), caseSensitive: caseSensitive ?? false, chn: chn ?? false }
    return [name, { ...own, ...(each.json_keys && { json_keys: Object.fromEntries(leaves) }) }] as const
  })
  const next: LogIndex = {
    ...(index?.createdAt === undefined ? {} : { createdAt: index.createdAt }),
    ...(index === undefined ? { createdAt: since } : {}),
    lastModifiedAt: since,
    max_text_len: given.max_text_len ?? 2_048,
    ...(line && { line: { token: line.token, caseSensitive: line.caseSensitive ?? false, chn: line.chn ?? false } }),
    keys: Object.fromEntries(keys),
  }
  kept(project, { ...logstore, index: next })
}

/** A logstore that a trail has made becomes one of the world's when it is changed. */
function kept(project: LogProject, logstore: Logstore): void {
  const others = project.logstores.filter(({ name }) => name !== logstore.name)
  project.logstores = [...others, logstore]
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body)
  if (error) throw parameterInvalid(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  return data as T
}
