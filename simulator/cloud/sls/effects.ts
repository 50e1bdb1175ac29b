import type { Ending, Rewrite } from '../faults/fault.ts'
import type { LogsAnswer } from './meta.ts'

// What Log Service says when it is busy, and answers of GetLogs and GetLogsV2 that are no evidence. To be used as effects of faults.

export const SERVER_BUSY: Ending = {
  ...{ kind: 'error', status: 503, code: 'ServerBusy' },
  message: 'the server is busy, please try again later',
}

export const INTERNAL_ERROR: Ending = {
  ...{ kind: 'error', status: 500, code: 'InternalServerError', message: 'internal server error' },
}

export const READ_QUOTA: Ending = {
  ...{ kind: 'error', status: 403, code: 'ReadQuotaExceed', message: 'read quota is exceed' },
}

export const TOO_MANY_REQUESTS: Ending = {
  ...{ kind: 'error', status: 429, code: 'ReadQuotaExceed', message: 'read quota is exceed' },
}

/**
 * More statements at once than a project takes. The vendor's page on exceeded quotas ("SQL analysis requests exceed the concurrency limit")
 * gives the words, and no code.
 */
export function tooManyQueries(code: string, status: number): Ending {
  return { kind: 'error', status, code, message: 'user can only run 15 query concurrently' }
}

/** The answer has some of the rows, and says that it is not complete. */
export const INCOMPLETE: Rewrite = answers(({ meta, data }) => {
  const some = data.slice(0, Math.ceil(data.length / 2))
  return { meta: { ...meta, progress: 'Incomplete', count: some.length }, data: some }
})

export const INACCURATE: Rewrite = said({ isAccurate: false })

/** No more rows than this, and the answer says so. */
export function limitedTo(rows: number): Rewrite {
  return answers(({ meta, data }) => {
    const some = data.slice(0, rows)
    return { meta: { ...meta, limited: rows, count: some.length }, data: some }
  })
}

/** `meta` says something else. Members given as undefined are left out. */
export function said(members: Readonly<Record<string, unknown>>): Rewrite {
  return {
    kind: 'rewrite',
    rewrite: (answer) => ({ ...answer, meta: { ...(answer.meta as Record<string, unknown>), ...members } }),
  }
}

/** Every row a second time, so many seconds later: outside of what was asked, if that is shorter. */
export function alsoLater(seconds: number): Rewrite {
  return answers(({ meta, data }) => {
    const later = data.map((row) => ({ ...row, __time__: String(Number(row.__time__) + seconds) }))
    return { meta: { ...meta, count: 2 * data.length }, data: [...data, ...later] }
  })
}

/** Rows have other values. */
export function rowsSay(change: (row: Readonly<Record<string, string>>) => Record<string, string>): Rewrite {
  return answers(({ meta, data }) => ({ meta, data: data.map(change) }))
}

/** Rows are missing, and nothing says so. */
export function rowsWhere(keep: (row: Readonly<Record<string, string>>) => boolean): Rewrite {
  return answers(({ meta, data }) => {
    const some = data.filter(keep)
    return { meta: { ...meta, count: some.length }, data: some }
  })
}

function answers(change: (answer: LogsAnswer) => LogsAnswer): Rewrite {
  return { kind: 'rewrite', rewrite: (answer) => change(answer as unknown as LogsAnswer) }
}
