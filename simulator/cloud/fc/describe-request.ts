import type { WireRequest } from '../http/wire-request.ts'

export type FcVersion = 'fc2' | 'fc3'
export type FcOperation = 'InvokeFunction' | 'GetFunction'

/** What a request is about. */
export interface FcAsked {
  readonly version: FcVersion
  /** Undefined: nothing that is simulated. */
  readonly operation: FcOperation | undefined
  /** Of 2.0, without its qualifier; empty otherwise. */
  readonly service: string
  readonly functionName: string
}

/** `/2023-03-30/functions/<name>[/invocations]`, and `/2016-08-15/services/<service>[.<qualifier>]/functions/<name>[/invocations]`. */
const V3 = /^\/2023-03-30\/functions\/([^/]+)(\/invocations)?$/
const V2 = /^\/2016-08-15\/services\/([^/.]+)(?:\.[^/]+)?\/functions\/([^/]+)(\/invocations)?$/

export function describe({ method, path }: WireRequest): FcAsked {
  const three = V3.exec(path)
  const two = V2.exec(path)
  const version = path.startsWith('/2016-08-15/') ? 'fc2' : 'fc3'
  const [service = '', functionName = '', invocations] = three ? ['', three[1], three[2]] : (two?.slice(1) ?? [])
  const operation =
    functionName === ''
      ? undefined
      : invocations
        ? method === 'POST'
          ? 'InvokeFunction'
          : undefined
        : method === 'GET'
          ? 'GetFunction'
          : undefined
  return { version, operation, service, functionName: decodeURIComponent(functionName) }
}

const TASK_ID = { fc2: 'x-fc-stateful-async-invocation-id', fc3: 'x-fc-async-task-id' } as const

export function taskIdOf({ headers }: WireRequest, version: FcVersion): string | undefined {
  return headers[TASK_ID[version]]
}

/** What the log of calls keeps. */
export function parametersOf(request: WireRequest): ReadonlyMap<string, string> {
  const { version, service, functionName } = describe(request)
  const taskId = taskIdOf(request, version)
  return new Map([
    ...(service === '' ? [] : [['service', service] as const]),
    ['functionName', functionName],
    ...(taskId === undefined ? [] : [['taskId', taskId] as const]),
    ...request.query,
  ])
}

/** `FC <id>:<signature>` of 2.0, or the Credential of ACS3. */
export function accessKeyIdOf({ headers }: WireRequest): string {
  const text = headers.authorization ?? ''
  return (/^FC ([^:]+):/.exec(text) ?? /Credential=([^,\s]*)/.exec(text))?.[1] ?? ''
}
