import type { WireRequest } from '../http/wire-request.ts'

export type OperationName =
  | 'GetProject'
  | 'GetLogStore'
  | 'GetIndex'
  | 'GetLogs'
  | 'GetLogsV2'
  | 'CreateProject'
  | 'UpdateLogStore'
  | 'CreateIndex'
  | 'UpdateIndex'

/** What a request is about. */
export interface Asked {
  /** Undefined: nothing that is simulated. */
  readonly operation: OperationName | undefined
  /** Empty: the host names none. */
  readonly project: string
  readonly logstore: string
  /** From the query, or from the body's JSON for GetLogsV2: as texts. */
  readonly params: ReadonlyMap<string, string>
}

/** Suffixes of the vendor's hosts: public, within the region, within a VPC. */
const VENDOR_HOST = /^([^.]+)\.[a-z0-9-]+?(?:-intranet|-internal)?\.(?:log|sls)\.aliyuncs\.com$/
const LOOPBACK_HOST = /^([^.]+)\.(?:127\.0\.0\.1|localhost)(?::\d+)?$/

/** The project stands in the host: `<project>.<region>.log.aliyuncs.com`, and here before the address. */
export function projectOf({ headers }: WireRequest): string {
  const host = headers.host ?? ''
  return (VENDOR_HOST.exec(host) ?? LOOPBACK_HOST.exec(host))?.[1] ?? ''
}

export function describe(request: WireRequest): Asked {
  const { method, path, query } = request
  const [, logstore = '', rest = ''] = /^\/logstores\/([^/]+)(?:\/(.*))?$/.exec(path) ?? []
  const project = projectOf(request)
  const asked = (operation: OperationName | undefined, params: ReadonlyMap<string, string> = query): Asked => ({
    operation,
    project,
    logstore: decodeURIComponent(logstore),
    params,
  })
  if (method === 'POST' && path === '/') {
    const params = bodyOf(request)
    return { ...asked('CreateProject', params), project: params.get('projectName') ?? '' }
  }
  if (method === 'GET' && path === '/') return asked('GetProject')
  if (logstore === '') return asked(undefined)
  if (method === 'GET' && rest === 'index') return asked('GetIndex')
  if (method === 'GET' && rest === '') return asked(query.get('type') === 'log' ? 'GetLogs' : 'GetLogStore')
  if (method === 'PUT' && rest === '') return asked('UpdateLogStore', bodyOf(request))
  if (method === 'POST' && rest === 'index') return asked('CreateIndex', bodyOf(request))
  if (method === 'PUT' && rest === 'index') return asked('UpdateIndex', bodyOf(request))
  if (method === 'POST' && rest === 'logs') return asked('GetLogsV2', bodyOf(request))
  return asked(undefined)
}

/** What the log of calls keeps: the parameters with project and logstore. */
export function parametersOf({ project, logstore, params }: Asked): ReadonlyMap<string, string> {
  return new Map([['project', project], ...(logstore === '' ? [] : [['logstore', logstore] as const]), ...params])
}

/** A body that is no JSON has no parameters: the first that is needed is then missing. */
function bodyOf({ body }: WireRequest): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value !== 'object' || value === null) return new Map()
    return new Map(Object.entries(value).map(([name, each]) => [name, String(each)]))
  } catch {
    return new Map()
  }
}
