import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { errorInAnswer } from '../../shared/cloud/answer-error.ts'
import { only200, with200 } from '../../simulator/cloud/faults/lies.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { failure, open, SCOPE } from '../support/cloud/open.ts'

const to = Math.floor(Date.now() / 1_000) * 1_000
const query = { attribute: { key: 'ServiceName', value: 'Kms' }, from: to - 86_400_000, to } as const
const there = () =>
  world({ accounts: [account({ regions: { 'cn-hangzhou': region({ keys: [key({ keyId: 'k' })] }) } })] })

describe('an error in an answer of HTTP 200', () => {
  const errors = [
    [{ Success: false }, 'server', 'Unsuccessful'],
    [{ Success: 'false' }, 'server', 'Unsuccessful'],
    [{ Success: ' FALSE ' }, 'server', 'Unsuccessful'],
    [{ success: 0 }, 'server', 'Unsuccessful'],
    [{ Success: false, Code: 'Forbidden.NoPermission' }, 'denied', 'Forbidden.NoPermission'],
    [{ Success: true, Code: 'InvalidParameter' }, 'invalid', 'InvalidParameter'],
    [{ Code: 'Rejected.Throttling', HttpStatus: 429 }, 'throttled', 'Rejected.Throttling'],
    [{ Code: 'Throttling.User' }, 'throttled', 'Throttling.User'],
    [{ ErrorCode: 'InternalFailure' }, 'server', 'InternalFailure'],
    [{ ErrorCode: 'NoPermission', Message: 'You are not authorized.' }, 'denied', 'NoPermission'],
    [{ errorCode: 'Forbidden.KeyNotFound' }, 'not-found', 'Forbidden.KeyNotFound'],
    [{ Code: 503 }, 'server', 'HTTP503'],
    [{ Code: '403' }, 'denied', 'HTTP403'],
    [{ Code: 429 }, 'throttled', 'HTTP429'],
    [{ Code: 'Bad code, with <b>markup</b>' }, 'invalid', 'UnreadableCode'],
    [{ Message: 'The request has failed.' }, 'server', 'Unsuccessful'],
    [{ Error: { Code: 'ServiceUnavailableTemporary' } }, 'server', 'ServiceUnavailableTemporary'],
    [{ error: 'NoPermission' }, 'denied', 'NoPermission'],
    [{ Code: 'InvalidSecurityToken.Expired' }, 'expired-token', 'InvalidSecurityToken.Expired'],
  ] as const
  test.each(errors)('%j is %s', (members, kind, code) => {
    expect(errorInAnswer({ RequestId: 'r', Events: [], ...members })).toMatchObject({ kind, code, requestId: 'r' })
    expect(errorInAnswer(members)).toMatchObject({ kind, code })
  })

  test.each([
    {},
    { Success: true },
    { Success: 'True' },
    { Success: null, Code: null, Message: '' },
    { Code: '200' },
    { Code: 200, Message: 'The request was well received.' },
    { Code: 'OK', Success: 'true' },
    { Code: 'Success', Message: 'success' },
    { ErrorCode: '', ErrorMessage: '' },
    { ErrorCode: 0 },
    { Message: 'OK' },
    { Error: null },
    { Error: {} },
    { error: false },
    [],
    null,
    'text',
    7,
  ])('but %j is well', (answer) => {
    expect(errorInAnswer(answer)).toBeUndefined()
  })

  test('nothing that stands in it is repeated but a plain code', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.string(), (Success, Message, Code) => {
        const fault = errorInAnswer({ Success, Message, Code })
        expect(fault?.code ?? '').toMatch(/^[\w.:-]{0,100}$/)
      }),
    )
  })
})

describe('through the SDKs, an error in a 200', () => {
  const calls = [
    ['kms', 'DescribeKey'],
    ['actiontrail', 'LookupEvents'],
    ['sts', 'GetCallerIdentity'],
  ] as const
  const make = ({ cloud }: Awaited<ReturnType<typeof open>>, action: string): Promise<unknown> =>
    action === 'DescribeKey'
      ? cloud.kms(SCOPE).describeKey('k')
      : action === 'LookupEvents'
        ? cloud.actionTrail(SCOPE).lookupEvents(query)
        : cloud.caller()

  for (const [service, action] of calls) {
    test(`of ${service} slows down where it throttles, and passes where it may`, async () => {
      const faults = [
        { where: { action, nth: [1] }, effect: with200({ Code: 'Throttling.User' }) },
        { where: { action, nth: [2] }, effect: only200({ Success: 'false' }) },
      ] as const
      const opened = await open(there(), { faults })
      expect(await make(opened, action)).toBeTruthy()
      expect(opened.server.count({ action })).toBe(3)
    })

    test.each([
      ['beside the data', with200({ Code: 'NoPermission', Message: 'No.' })],
      ['in its place', only200({ ErrorCode: 'Forbidden.RAM' })],
    ])(`of ${service} is final where it denies, %s`, async (_, effect) => {
      const opened = await open(there(), { faults: [{ effect }] })
      expect(await failure(make(opened, action))).toMatchObject({ kind: 'denied', service })
      expect(opened.server.count({ action })).toBe(1)
    })

    test(`of ${service} that stays ends the call`, async () => {
      const opened = await open(there(), { faults: [{ effect: with200({ Success: false }) }] })
      expect(await failure(make(opened, action))).toMatchObject({ kind: 'server', code: 'Unsuccessful' })
      expect(opened.server.count({ action })).toBe(6)
    })

    test(`of ${service} is none where it says that all is well`, async () => {
      const effect = with200({ Success: true, Code: '200', Message: 'OK' })
      expect(await make(await open(there(), { faults: [{ effect }] }), action)).toBeTruthy()
    })
  }

  test('counts as a throttle', async () => {
    const opened = await open(there(), { faults: [{ where: { nth: [1] }, effect: with200({ Code: 'Throttling' }) }] })
    await opened.cloud.kms(SCOPE).describeKey('k')
    expect(opened.cloud.pace(SCOPE, 'kms')).toMatchObject({ calls: 2, throttled: 1 })
  })
})
