import { describe, expect, it } from 'vitest'
import type { FunctionsPlace } from '../../shared/cloud/fc/functions.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { deployedFunction } from '../../simulator/cloud/fc/deployed-function.ts'
import { accessKey, allow } from '../../simulator/cloud/policy/statements.ts'
import { account, DEFAULT_ACCOUNT, region, world } from '../../simulator/cloud/world.ts'
import { failure, open } from '../support/cloud/open.ts'

const SERVICE = 'cmk-readiness-auditor'
const NAME = 'cmk-readiness-usage'
const JOB = { run: 'run-1', stage: 'usage', accountId: DEFAULT_ACCOUNT }

const HERE = { region: 'cn-hangzhou', accountId: DEFAULT_ACCOUNT }
const VERSIONS = [
  ['3.0', { kind: 'fc3', ...HERE }, `functions/${NAME}`],
  ['2.0', { kind: 'fc2', ...HERE, service: SERVICE }, `services/${SERVICE}/functions/${NAME}`],
] as const

async function functions(place: FunctionsPlace, faults: Fault[] = [], right = allow(['fc:*'], ['*'])) {
  const there = region({ functions: [deployedFunction(NAME), deployedFunction(NAME, { service: SERVICE })] })
  const here = account({ regions: { 'cn-hangzhou': there }, accessKeys: [accessKey('auditor', [right])] })
  const { cloud, server } = await open(world({ accounts: [here] }), { faults })
  return { server, functions: cloud.functions(place) }
}

const invoke = (effect: Fault['effect'], to: number): Fault => ({ where: { action: 'InvokeFunction', to }, effect })

describe.each(VERSIONS)('functions of Function Compute %s', (_, place, path) => {
  it('take an invocation into their queue, once for each task id', async () => {
    const { functions: there, server } = await functions(place)
    expect(await there.invoke(NAME, JOB, 'task-1')).toBe('dispatched')
    expect(await there.invoke(NAME, JOB, 'task-1')).toBe('already')
    expect(await there.invoke(NAME, JOB, 'task-2')).toBe('dispatched')
    expect(server.tasks.map(({ id, payload }) => [id, JSON.parse(payload)])).toEqual([
      ['task-1', JOB],
      ['task-2', JOB],
    ])
  })

  it('are asked again where the answer fails, and queue nothing twice', async () => {
    for (const effect of [
      { kind: 'throttle' },
      { kind: 'error', status: 500, code: 'InternalServerError' },
      { kind: 'html', status: 502 },
      { kind: 'reset' },
      { kind: 'after', answer: { kind: 'reset' } },
    ] as const) {
      const { functions: there, server } = await functions(place, [invoke(effect, 2)])
      expect(await there.invoke(NAME, JOB, 'task-1')).toBe(effect.kind === 'after' ? 'already' : 'dispatched')
      expect(server.tasks).toHaveLength(1)
    }
  })

  it.each([
    ['a page of a proxy', { kind: 'html', status: 200 }, 200],
    ['an answer that is no page', { kind: 'json', status: 201, body: {} }, 201],
    ['a redirection', { kind: 'html', status: 302 }, 302],
  ] as const)('take nothing where %s comes in place of 202', async (_name, effect, status) => {
    const { functions: there, server } = await functions(place, [{ where: { action: 'InvokeFunction' }, effect }])
    const error = await failure(there.invoke(NAME, JOB, 'task-1'))
    expect(error).toMatchObject({ service: 'fc', action: 'InvokeFunction', kind: 'contradiction', code: 'NotQueued' })
    const host = new URL(server.endpoints.fc['cn-hangzhou'] ?? '').host
    expect(inEnglish(error.advice)).toContain(
      `${host} answered an asynchronous invocation with HTTP ${status}, not 202`,
    )
    expect([server.tasks.length, server.count({ action: 'InvokeFunction' })]).toEqual([0, 1])
  })

  it('that are not there, or may not be called, are told by name', async () => {
    const { functions: there } = await functions(place)
    expect(await failure(there.invoke('cmk-readiness-other', JOB, 'task-1'))).toMatchObject({
      ...{ service: 'fc', action: 'InvokeFunction', kind: 'not-found', code: 'FunctionNotFound' },
    })
    expect([await there.exists(NAME), await there.exists('cmk-readiness-other')]).toEqual([true, false])
    const { functions: closed } = await functions(place, [{ effect: { kind: 'denied' } }])
    expect(await failure(closed.invoke(NAME, JOB, 'task-1'))).toMatchObject({ kind: 'denied', code: 'AccessDenied' })
    expect(await closed.exists('cmk-readiness-other')).toBe(true)
  })

  // The page "Error codes" has `errorCode`, the SDK of 2.0 reads `ErrorCode`, that of 3.0 `Code` and `code`.
  it.each(['errorCode', 'ErrorCode', 'Code', 'code'])(
    'refuse in the same way where a code is called %s',
    async (name) => {
      const refusing = async (status: number, code: string) => {
        const body = {
          [name]: code,
          [name.replace(/code$/i, (word) => (word === 'Code' ? 'Message' : 'message'))]: 'no',
        }
        return (await functions(place, [{ effect: { kind: 'json', status, body } }])).functions
      }
      const known = await refusing(409, 'StatefulAsyncInvocationAlreadyExists')
      expect(await known.invoke(NAME, JOB, 'task-1')).toBe('already')
      const missing = await refusing(404, 'FunctionNotFound')
      expect(await failure(missing.invoke(NAME, JOB, 'task-1'))).toMatchObject({ kind: 'not-found', status: 404 })
      expect(await missing.exists(NAME)).toBe(false)
      const closed = await refusing(403, 'AccessDenied')
      expect(await failure(closed.invoke(NAME, JOB, 'task-1'))).toMatchObject({ kind: 'denied', status: 403 })
      const large = await refusing(400, 'EntityTooLarge')
      expect(await failure(large.invoke(NAME, JOB, 'task-1'))).toMatchObject({ kind: 'invalid', status: 400 })
    },
  )

  it('that refuse without a request id are told without one', async () => {
    const { functions: there } = await functions(place, [{ effect: { kind: 'html', status: 403 } }])
    const error = await failure(there.invoke(NAME, JOB, 'task-1'))
    expect(error).toMatchObject({ service: 'fc', status: 403 })
    expect([error.requestId, error.message]).toEqual([undefined, expect.not.stringContaining('undefined')])
  })

  it.each([
    ['InvalidAccessKeyID', 'Check ALIBABA_CLOUD_ACCESS_KEY_ID.'],
    ['SignatureNotMatch', 'Check ALIBABA_CLOUD_ACCESS_KEY_SECRET.'],
  ])('that refuse credentials as %s are not taken to want a right', async (code, advice) => {
    const { functions: there } = await functions(place, [{ effect: { kind: 'error', status: 403, code } }])
    const error = await failure(there.invoke(NAME, JOB, 'task-1'))
    expect([error.kind, inEnglish(error.advice)]).toEqual(['denied', advice])
  })

  it('that throttle to the end are told as such, where the call is cut off', async () => {
    const { functions: there, server } = await functions(place, [{ effect: { kind: 'throttle' } }])
    const end = new AbortController()
    server.killAfter(3, () => end.abort())
    expect(await failure(there.invoke(NAME, JOB, 'task-1', { signal: end.signal }))).toMatchObject({
      ...{ kind: 'aborted', code: 'Throttled' },
    })
  })

  it('take no more than an asynchronous invocation may carry', async () => {
    const { functions: there, server } = await functions(place)
    await expect(there.invoke(NAME, 'x'.repeat(131_071), 'task-1')).rejects.toThrow(/131073 bytes.*131072/)
    expect(server.count({ service: 'fc' })).toBe(0)
    expect(await there.invoke(NAME, 'x'.repeat(131_070), 'task-1')).toBe('dispatched')
  })

  it('are called with a right on the function alone', async () => {
    const right = allow(['fc:InvokeFunction'], [`acs:fc:cn-hangzhou:*:${path}`])
    const { functions: invoked } = await functions(place, [], right)
    expect(await invoked.invoke(NAME, JOB, 'task-1')).toBe('dispatched')
    expect(await failure(invoked.invoke('cmk-readiness-digest', JOB, 'task-1'))).toMatchObject({ kind: 'denied' })
  })
})

it('of a service that is not there are told as the service', async () => {
  const { functions: there } = await functions({ kind: 'fc2', ...HERE, service: 'other' })
  expect(await failure(there.invoke(NAME, JOB, 'task-1'))).toMatchObject({ code: 'ServiceNotFound' })
  expect(await there.exists(NAME)).toBe(false)
})
