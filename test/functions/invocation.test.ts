import { describe, expect, it } from 'vitest'
import { askedOf, contextOf, environmentOf, InvocationError, momentsOf } from '../../functions/entry/invocation.ts'
import { jobOf } from '../../functions/entry/job.ts'
import { isWorthRetrying } from '../../functions/entry/retryable.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { FaultKind } from '../../shared/cloud/fault.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import { HOUR, MINUTE, SECOND } from '../../shared/domain/time.ts'
import { StaleLeaseError, StoreBusyError, StoreDamagedError, StoreMissingError } from '../../shared/store/errors.ts'

const NOW = Date.parse('2026-11-23T04:00:00Z')
const JOB = { run: 'r-1', asOf: '2026-11-23T02:15:00Z', stage: 'usage', accountId: '1000000000000001' }

describe('an event', () => {
  it.each([
    ['a timer, whose payload is a text', { triggerTime: 't', triggerName: 'n', payload: JSON.stringify(JOB) }, JOB],
    ['a timer with an empty payload', { triggerTime: 't', triggerName: 'n', payload: '' }, {}],
    ['a timer without a payload', { triggerTime: 't', triggerName: 'n' }, {}],
    ['a job as it is', JOB, JOB],
    ['{}', {}, {}],
  ])('is %s', (_, event, payload) => {
    expect(askedOf(Buffer.from(JSON.stringify(event)))).toEqual({ payload, hasFailed: false })
    expect(askedOf(JSON.stringify(event))).toEqual({ payload, hasFailed: false })
  })

  it.each([
    [JSON.stringify(JOB), JOB],
    [JOB, JOB],
    ['', {}],
    [JSON.stringify({ triggerTime: 't', triggerName: 'n', payload: '{}' }), {}],
  ])('of an invocation that has failed for good is what that was asked for: %s', (requestPayload, payload) => {
    const context = { requestId: 'r', condition: 'UnhandledInvocationError', approximateInvokeCount: 2 }
    const event = { timestamp: 1, requestContext: context, requestPayload, responsePayload: '{}' }
    expect(askedOf(JSON.stringify(event))).toEqual({ payload, hasFailed: true })
  })

  it.each([Buffer.alloc(0), '', ' \n', undefined, null])('that is empty asks for nothing in particular', (event) => {
    expect(askedOf(event)).toEqual({ payload: {}, hasFailed: false })
  })

  it.each(['no json', '{"a":', '{"triggerTime":"t","triggerName":"n","payload":"oops"}'])(
    'that is %s is refused',
    (event) => {
      expect(() => askedOf(Buffer.from(event))).toThrow(InvocationError)
      expect(() => askedOf(Buffer.from(event))).toThrow(/it must be \{\}, a job, or a timer event/)
    },
  )
})

describe('a payload', () => {
  it('of {} leaves the start to the function', () => {
    expect(jobOf({}, NOW)).toBeUndefined()
  })

  it.each([
    JOB,
    { ...JOB, stage: 'inventory', accountId: undefined },
    { ...JOB, stage: 'inventory', region: 'cn-hangzhou' },
    { ...JOB, stage: 'assess', region: 'cn-hangzhou' },
  ])('that is a job is that job', (job) => {
    const given = JSON.parse(JSON.stringify(job))
    expect(jobOf(given, NOW)).toEqual(given)
  })

  it.each([
    ['of an unknown stage', { ...JOB, stage: 'digest' }],
    ['of a usage job with a region', { ...JOB, region: 'cn-hangzhou' }],
    ['of a usage job without an account', { ...JOB, accountId: undefined }],
    ['of an assess job without a region', { ...JOB, stage: 'assess' }],
    [
      'of an inventory job with a region and no account',
      { ...JOB, stage: 'inventory', accountId: undefined, region: 'cn-hangzhou' },
    ],
    ['with a moment that is none', { ...JOB, asOf: '2026-13-45T99:99:99Z' }],
    ['with an account that is none', { ...JOB, accountId: '1;2' }],
    ['with more in it than a job has', { ...JOB, store: 'sqlite:x.db' }],
    ['that is a list', [JOB]],
    ['that is an empty list', []],
    ['that is a number', 5],
    ['that is null', null],
  ])('%s is refused, and says what a job has', (_, payload) => {
    expect(() => jobOf(payload, NOW)).toThrow(/neither \{\} nor a job: a job has run, asOf/)
  })
})

describe('a job of a moment', () => {
  it.each(['2026-11-23T04:00:01Z', '2026-12-23T02:15:00Z', '2062-11-23T02:15:00Z'])(
    'that lies ahead (%s) is refused: what has not happened would count as read',
    (asOf) =>
      expect(() => jobOf({ ...JOB, asOf }, NOW)).toThrow(
        /must lie within the last two days, and it is 2026-11-23T04:00:00Z now/,
      ),
  )

  it('that is long past is refused, and one of this night is taken', () => {
    expect(() => jobOf({ ...JOB, asOf: '2026-11-20T02:15:00Z' }, NOW)).toThrow(/last two days/)
    expect(jobOf({ ...JOB, asOf: '2026-11-23T04:00:00Z' }, NOW)).toBeDefined()
  })
})

describe('a context', () => {
  it('gives the credentials of the invocation, not those of the process', () => {
    const credentials = { accessKeyId: 'STS.new', accessKeySecret: 'new', securityToken: 'token' }
    const context = contextOf({ requestId: '1', credentials, function: { name: 'f', timeout: 60 } })
    expect(environmentOf(context, { ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.old', CMK_RULES: '2024-11' })).toEqual({
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.new',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'new',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'token',
      CMK_RULES: '2024-11',
    })
  })

  it('without credentials leaves those of the process', () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.old' }
    expect(environmentOf(contextOf({}), env)).toEqual(env)
    expect(environmentOf(contextOf({ credentials: { accessKeyId: '' } }), env)).toEqual(env)
  })

  it.each([undefined, null, 5, {}, { function: null }])(
    'that is %s is taken for one of a short invocation',
    (context) => {
      expect(contextOf(context).function.timeout).toBe(60)
    },
  )
})

describe('an invocation with an end', () => {
  const moments = (timeout: number) => momentsOf(0, contextOf({ function: { name: 'f', timeout } }))

  it('keeps ten minutes for judging, half a minute for letting go', () => {
    expect(moments(3_600)).toEqual({
      readUntil: HOUR - 10 * MINUTE,
      stopAt: HOUR - 30 * SECOND,
      endAt: HOUR - 5 * SECOND,
    })
  })

  it('keeps its parts in order, however short it is', () => {
    for (const timeout of [1, 5, 60, 600, 86_400]) {
      const { readUntil, stopAt, endAt } = moments(timeout)
      expect([0, readUntil, stopAt, endAt, timeout * SECOND]).toEqual(
        [0, readUntil, stopAt, endAt, timeout * SECOND].sort((a, b) => a - b),
      )
      expect(readUntil).toBeGreaterThan(0)
    }
  })
})

describe('a failure', () => {
  const cloudError = (kind: FaultKind) =>
    new CloudError({ service: 'sts', action: 'GetCallerIdentity', region: '', kind, code: 'Code' })

  it.each(['throttled', 'timeout', 'network', 'server', 'bad-response', 'unreachable', 'aborted'] as const)(
    'of the cloud that passes (%s) is worth a second invocation',
    (kind) => expect(isWorthRetrying(cloudError(kind))).toBe(true),
  )

  it.each(['denied', 'invalid', 'not-found', 'expired-token'] as const)('of the cloud that stays (%s) is not', (kind) =>
    expect(isWorthRetrying(cloudError(kind))).toBe(false),
  )

  it.each([
    [new StoreBusyError('busy', 'here'), true],
    [new StoreMissingError('missing', 'here'), false],
    [new StoreDamagedError('damaged', 'here'), false],
    [new StaleLeaseError('stale', 'here'), false],
    [new ConfigError(['bad']), false],
    [new InvocationError('bad'), false],
    [new RangeError('a defect, or a machine out of memory'), true],
    ['a text', true],
  ])('%s: %s', (error, worth) => {
    expect(isWorthRetrying(error)).toBe(worth)
  })
})
