import * as z from 'zod'
import { SECOND } from '../domain/time.ts'
import type { LogAnswer, LogIndex, LogMode, LogPlace, LogQuery, LogService, LogStoreSettings } from './cloud.ts'
import type { CallOptions } from './credential-source.ts'
import { CloudError } from './errors.ts'
import type { ServiceClient } from './service-client.ts'

/** GetLogsV2, by the name that RAM has for it. */
const READ = 'GetLogStoreLogs'
/** The most logs that a page of a search holds. */
export const MAX_LOGS = 100
/** A `ttl` in days that means for ever. */
const FOR_EVER = 3_650
/** Bytes of a text that SQL sees where the index does not say it (vendor's page "Create indexes"). */
export const USUAL_TEXT = 2_048
/**
 * Asks for the completely accurate mode (vendor's page "SQL in completely accurate mode"). A project that does not take the words refuses the
 * statement, and whether an answer is whole is told by the answer.
 */
const ACCURATELY = 'set session allow_incomplete=false;'

const storeSchema = z.object({ logstoreName: z.string().nullish(), ttl: z.number().int().positive() })

const indexSchema = z.object({
  keys: z
    .record(
      z.string(),
      z.object({
        doc_value: z.boolean().nullish(),
        json_keys: z.record(z.string(), z.object({ doc_value: z.boolean().nullish() })).nullish(),
      }),
    )
    .nullish(),
  maxTextLen: z.number().int().positive().nullish(),
  lastModifyTime: z.number().int().nonnegative(),
})

const logsSchema = z.object({
  meta: z.object({
    progress: z.string(),
    isAccurate: z.boolean().nullish(),
    limited: z.number().nullish(),
    count: z.number().nullish(),
    hasSQL: z.boolean().nullish(),
  }),
  data: z.array(z.record(z.string(), z.string())).nullish(),
})

/** How the projects of a process answer SQL, as far as it is known. */
export interface ModeOfProject {
  mode: LogMode
}

/** Log Service 2020-12-30 over the wire. `accurate` and `standard` are the same client, with the quota of each. */
export class LogReads implements LogService {
  readonly #accurate: ServiceClient
  readonly #standard: ServiceClient
  readonly #place: LogPlace
  readonly #project: ModeOfProject

  constructor(
    clients: { readonly accurate: ServiceClient; readonly standard: ServiceClient },
    place: LogPlace,
    project: ModeOfProject,
  ) {
    this.#accurate = clients.accurate
    this.#standard = clients.standard
    this.#place = place
    this.#project = project
  }

  async logStore(options?: CallOptions): Promise<LogStoreSettings> {
    const { logstore } = this.#place
    const { ttl } = await this.#standard.call('GetLogStore', this.#where, storeSchema, options, ({ logstoreName }) =>
      logstoreName && logstoreName !== logstore ? { code: 'AnotherLogstore', reported: logstoreName } : undefined,
    )
    return { days: ttl >= FOR_EVER ? undefined : ttl }
  }

  async index(options?: CallOptions): Promise<LogIndex> {
    const { keys, maxTextLen, lastModifyTime } = await this.#standard.call(
      'GetIndex',
      this.#where,
      indexSchema,
      options,
    )
    const columns = new Set<string>()
    for (const [key, { doc_value, json_keys }] of Object.entries(keys ?? {})) {
      if (doc_value === false) continue
      columns.add(key)
      for (const [path, inner] of Object.entries(json_keys ?? {}))
        if (inner.doc_value !== false) columns.add(`${key}.${path}`)
    }
    return { columns, maxTextLength: maxTextLen ?? USUAL_TEXT, modifiedAt: lastModifyTime * SECOND }
  }

  search({ offset, ...query }: LogQuery & { readonly offset: number }, options?: CallOptions): Promise<LogAnswer> {
    const paging = { query: query.search, line: MAX_LOGS, offset, reverse: false }
    return this.#logs(this.#standard, query, paging, 'standard', false, options)
  }

  async select({ sql, ...query }: LogQuery & { readonly sql: string }, options?: CallOptions): Promise<LogAnswer> {
    const standard = () =>
      this.#logs(this.#standard, query, { query: `${query.search} | ${sql}` }, 'standard', true, options)
    if (this.#project.mode === 'standard') return standard()
    try {
      const accurately = { query: `${query.search} | ${ACCURATELY} ${sql}` }
      return await this.#logs(this.#accurate, query, accurately, 'accurate', true, options)
    } catch (caught) {
      if (!(caught instanceof CloudError) || caught.kind !== 'invalid') throw caught
      const answer = await standard()
      // It was the words that the project refused.
      this.#project.mode = 'standard'
      return answer
    }
  }

  get #where() {
    const { project, logstore } = this.#place
    return { project, logstore }
  }

  async #logs(
    client: ServiceClient,
    { from, to }: LogQuery,
    asked: Readonly<Record<string, unknown>>,
    mode: LogMode,
    isSql: boolean,
    options?: CallOptions,
  ): Promise<LogAnswer> {
    const query = { ...this.#where, ...asked, from: from / SECOND, to: to / SECOND }
    const { meta, data } = await client.call(READ, query, logsSchema, options)
    const rows = data ?? []
    const { progress, isAccurate, limited, count, hasSQL } = meta
    const isAnother = (hasSQL ?? isSql) !== isSql || (count ?? rows.length) !== rows.length
    if (progress !== 'Complete' || isAnother) return { rows, mode, lacks: 'incomplete' }
    if (isAccurate === false) return { rows, mode, lacks: 'inaccurate' }
    // Told with a limit that was not reached, too.
    if (limited && rows.length >= limited) return { rows, mode, lacks: 'limited' }
    return { rows, mode }
  }
}
