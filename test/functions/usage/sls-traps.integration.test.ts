import { describe, expect, it } from 'vitest'
import { gaps } from '../../../shared/domain/coverage.ts'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'
import { DAY, dayOf, HOUR, iso, MINUTE, startOfDay } from '../../../shared/domain/time.ts'
import { daysOf, EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import type { Fault } from '../../../simulator/cloud/faults/fault.ts'
import {
  alsoLater,
  INACCURATE,
  INCOMPLETE,
  limitedTo,
  READ_QUOTA,
  rowsSay,
  rowsWhere,
  SERVER_BUSY,
  said,
  TOO_MANY_REQUESTS,
  tooManyQueries,
} from '../../../simulator/cloud/sls/effects.ts'
import { actionTrailIndex, type Logstore } from '../../../simulator/cloud/sls/projects.ts'
import type { RawEvent, WorldEvent } from '../../../simulator/cloud/world.ts'
import { ciphertextOf } from '../../../simulator/cloud/world-events.ts'
import { expectedRows } from '../../support/usage/expected-rows.ts'
import { type LogLab, PLACE } from '../../support/usage/log-lab.ts'
import { callAt, logReading, worldOf } from '../../support/usage/log-reading.ts'
import { CONTEXT, KEY, KEY_ARN, OTHER_KEY, type RegionRead, VERSION } from '../../support/usage/region-lab.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
/** Enough for a day between two others. */
const DAYS = 3
const WINDOW = { from: startOfDay(AS_OF - DAYS * DAY), to: AS_OF }
const A_DAY = startOfDay(AS_OF - 2 * DAY)

const calls = (count: number, raw: RawEvent = {}) =>
  Array.from({ length: count }, (_, n) => callAt(A_DAY + HOUR + n * 7_000, raw))
const text = (fields: object) => ({ requestParameters: undefined, requestParameterJson: JSON.stringify(fields) })
/** Every deciding and cryptographic way that a key is named in, in a few days. */
const EVENTS = [
  ...Array.from({ length: DAYS }, (_, n) => callAt(WINDOW.from + n * DAY + 3 * HOUR)),
  ...calls(40),
  callAt(A_DAY + 2 * HOUR, {
    eventName: 'ReEncrypt',
    requestParameters: { CiphertextBlob: ciphertextOf(VERSION), DestinationKeyId: KEY_ARN },
  }),
]

const lab = logReading()

interface Circumstances {
  readonly store?: Partial<Logstore>
  readonly faults?: readonly Fault[]
  readonly source?: string
  readonly others?: readonly WorldEvent[]
}

/** What a reading comes to, and the cloud that it was read from. */
async function readFrom(
  events: readonly WorldEvent[],
  { store, faults = [], source, others }: Circumstances = {},
): Promise<{ readonly found: RegionRead; readonly cloud: LogLab['cloud'] }> {
  const logs = await lab.open(worldOf(events, others), () => NOW, {
    ...(store && { store }),
    ...(source && { source }),
    ...(others && { to: { isOrganization: true } }),
  })
  logs.cloud.setFaults([...faults])
  return { found: await lab.read(logs.source, { now: NOW, days: DAYS }), cloud: logs.cloud }
}

const read = async (events: readonly WorldEvent[], circumstances?: Circumstances) =>
  (await readFrom(events, circumstances)).found
const rowsOf = (events: readonly WorldEvent[]) => expectedRows(events, WINDOW, CONTEXT)
const reasonsOf = ({ remaining }: RegionRead) => remaining.reasons.map((reason) => inEnglish(reason))
const missing = ({ all }: RegionRead) => gaps(WINDOW, all.covered)
function expectEqual(found: RegionRead, events: readonly WorldEvent[]): void {
  expect(found.remaining.reasons).toEqual([])
  expect(found.rows).toEqual(rowsOf(events))
  expect(missing(found)).toEqual([])
}
/** Nothing that is covered lacks anything, and the day is not. */
function expectGap(found: RegionRead, events: readonly WorldEvent[], reason: string | RegExp): void {
  expect(missing(found)).not.toEqual([])
  expect(reasonsOf(found).join('\n')).toMatch(reason)
  const expected = rowsOf(events)
  for (const row of found.rows) expect(expected).toContainEqual(row)
  for (const { from } of found.all.covered.flatMap(daysOf)) {
    const isOfDay = ({ day }: { readonly day: string }) => day === dayOf(from)
    expect(found.rows.filter(isOfDay)).toEqual(expected.filter(isOfDay))
  }
}
const struck = (effect: Fault['effect'], where: Fault['where'] = {}): Fault => ({
  where: { action: 'GetLogsV2', ...where },
  effect,
})

describe('a text that SQL sees only in part', () => {
  const long = { ...text({ Plaintext: 'x'.repeat(3_000), KeyId: KEY }), eventName: 'Encrypt' }

  it('is read whole', async () => {
    const events = [
      ...EVENTS,
      callAt(A_DAY + 4 * HOUR, long),
      ...calls(30, text({ KeyId: [KEY], EncryptionContext: { a: { b: 'c' } } })),
    ]
    expectEqual(await read(events), events)
  })

  it('names nobody knows which key where there are too many to read: never none', async () => {
    const events = Array.from({ length: 1_100 }, (_, n) => callAt(A_DAY + HOUR + n * 1_000, long))
    const found = await read(events)
    expect(missing(found)).toEqual([])
    expect(found.rows).toMatchObject([{ keyId: '?', operation: 'Encrypt', calls: 1_100 }])
  })

  it('of a shorter limit is read whole, too', async () => {
    const store = { index: actionTrailIndex({ max_text_len: 64 }) }
    const events = [
      callAt(A_DAY + HOUR, text({ KeyId: KEY_ARN, KeyVersionId: VERSION })),
      callAt(A_DAY + HOUR, { userAgent: `${'x'.repeat(70)} Java/1.8` }),
    ]
    expectEqual(await read(events, { store }), events)
  })
})

describe('the index', () => {
  it('without a column that decides: whole events, where they are few', async () => {
    const store = { index: actionTrailIndex({}, { missing: ['userAgent', 'requestParameterJson'] }) }
    expectEqual(await read(EVENTS, { store }), EVENTS)
  })

  it('without a column that decides: a gap that says which and what to do, where they are many', async () => {
    const store = { index: actionTrailIndex({}, { missing: ['userAgent'] }) }
    const events = [...EVENTS, ...Array.from({ length: 2_100 }, (_, n) => callAt(A_DAY + HOUR + n * 1_000))]
    expectGap(
      await read(events, { store }),
      events,
      /lacks event\.userAgent, and there are too many events on 2026-11-21 .*: add the field/,
    )
  })

  it('without a column that makes little difference: says once what it costs', async () => {
    const store = { index: actionTrailIndex({}, { missing: ['vpcId', 'eventType'] }) }
    const found = await read(EVENTS, { store })
    expect(missing(found)).toEqual([])
    expect(reasonsOf(found)).toEqual([expect.stringMatching(/lacks event\.eventType \(.*\), event\.vpcId \(.*\): add/)])
  })

  it('that was made later: what it does not speak of is read whole, or a gap', async () => {
    const since = iso(A_DAY + HOUR + 5 * MINUTE)
    const more = Object.fromEntries(
      ['eventName', 'serviceName', 'eventId'].map((path) => [path, { type: 'text' as const, doc_value: true, since }]),
    )
    const store = { index: actionTrailIndex({ lastModifiedAt: since }, { more }) }
    expectEqual(await read(EVENTS, { store }), EVENTS)
  })

  it('that was made later: many logs from before are a gap that says so', async () => {
    const since = iso(A_DAY + 2 * HOUR)
    const more = { eventName: { type: 'text' as const, doc_value: true, since } }
    const store = { index: actionTrailIndex({ lastModifiedAt: since }, { more }) }
    const events = [...EVENTS, ...Array.from({ length: 2_100 }, (_, n) => callAt(A_DAY + HOUR + n * 1_000))]
    expectGap(
      await read(events, { store }),
      events,
      /there are logs of 2026-11-21 from before the index of the logstore was changed at 2026-11-21T02:00:00Z/,
    )
  })

  it.each([[[]], [['userAgent']]])(
    'that was the first: what was written before it is a gap (without %j)',
    async (lacks) => {
      const since = iso(A_DAY + 12 * HOUR)
      const store = { index: actionTrailIndex({ createdAt: since, lastModifiedAt: since }, { missing: lacks }) }
      const found = await read(EVENTS, { store })
      expectGap(found, EVENTS, /2026-11-21 .* before the index of the logstore was changed/)
      expect(missing(found)).toEqual([{ from: WINDOW.from, to: A_DAY + DAY }])
    },
  )

  it('with times of events goes by these', async () => {
    const store = { index: actionTrailIndex({}, { more: { eventTime: { type: 'text', doc_value: true } } }) }
    const events = [
      ...EVENTS,
      callAt(A_DAY),
      callAt(A_DAY - 1_000),
      callAt(A_DAY + HOUR, { eventTime: '2026-11-21T09:00:00+08:00' }),
    ]
    expectEqual(await read(events, { store }), events)
  })
})

describe('an answer', () => {
  it.each([
    ['incomplete', INCOMPLETE],
    ['inaccurate', INACCURATE],
    ['limited', limitedTo(3)],
    ['of no progress', said({ progress: undefined })],
  ])('that is %s once is asked again', async (_, effect) => {
    const found = await read(EVENTS, { faults: [struck(effect, { nth: [1, 4] })] })
    expect(found.rows).toEqual(rowsOf(EVENTS))
    expect(missing(found)).toEqual([])
  })

  it.each([
    ['incomplete', INCOMPLETE, /is not complete/],
    ['inaccurate', INACCURATE, /is not accurate/],
    ['limited', limitedTo(1), /was cut by its limit/],
    ['of other words', rowsSay((row) => ({ ...row, newest: 'none', event: '{' })), /UnexpectedAnswer|no event/],
    ['twice as long', alsoLater(5 * DAY), /UnexpectedAnswer|AnotherWindow/],
    ['of another account', rowsSay((row) => ({ ...row, recipient: '1000000000000009' })), /AnotherAccount/],
  ])(
    'that stays %s is a gap, and never the absence of a call',
    async (_, effect, reason) => {
      expectGap(await read(EVENTS, { faults: [struck(effect)] }), EVENTS, reason)
    },
    90_000,
  )

  it.each([
    ['busy', SERVER_BUSY],
    ['out of quota', READ_QUOTA],
    ['asked too often', TOO_MANY_REQUESTS],
    ['full of queries', tooManyQueries('QuotaExceed', 403)],
    ['full of queries, and calls the statement wrong', tooManyQueries('ParameterInvalid', 400)],
  ])('of a service that is %s is waited for, however often', async (_, effect) => {
    expectEqual(await read(EVENTS, { faults: [struck(effect, { to: 6 })] }), EVENTS)
  })
})

describe('a question', () => {
  it('is about whole minutes: of less the vendor does not promise all logs', async () => {
    const now = NOW + 37_000
    const end = now - EVENT_DELIVERY_LAG
    const odd = { ...text({ Plaintext: 'x'.repeat(3_000), KeyId: KEY }), eventName: 'Encrypt' }
    const events = [
      ...EVENTS,
      callAt(end - 3_000),
      callAt(end, odd),
      callAt(end + 5_000),
      callAt(A_DAY + HOUR, { eventId: 'no "id"' }),
    ]
    const logs = await lab.open(worldOf(events), () => now)
    logs.cloud.setFaults([struck(INCOMPLETE, { nth: [1, 2, 3] })])
    const found = await lab.read(logs.source, { now, days: DAYS })
    expect(found.rows).toEqual(expectedRows(events, { from: WINDOW.from, to: end }, CONTEXT))
    const asked = logs.cloud.calls.filter(({ action }) => action === 'GetLogsV2').map(({ params }) => params)
    expect(asked.length).toBeGreaterThan(5)
    for (const { from, to } of asked) expect([Number(from) % 60, Number(to) % 60]).toEqual([0, 0])
  })

  it('for events without an id counts no other of the same minute twice', async () => {
    const events = [
      ...EVENTS,
      ...[0, 0, 1, 2, 70].map((second) => callAt(A_DAY + 5 * HOUR + second * 1_000)),
      ...[0, 1].map((n) =>
        callAt(A_DAY + 5 * HOUR, { eventId: `no id: ${n}`, requestParameters: { KeyId: OTHER_KEY } }),
      ),
    ]
    expectEqual(await read(events), events)
  })

  it('for events by their ids is not answered by one of them twice', async () => {
    const odd = { ...text({ Plaintext: 'x'.repeat(3_000), KeyId: KEY }), eventName: 'Encrypt' }
    const twice = { ...callAt(A_DAY + 4 * HOUR, { ...odd, eventId: 'shown-twice' }), repeat: 1 }
    const events = [twice, callAt(A_DAY + 4 * HOUR, { ...odd, eventId: 'not-found' })]
    const lost = (row: Record<string, string>) => !row.event?.includes('"not-found"')
    const found = await read(events, { faults: [struck(rowsWhere(lost))] })
    expectGap(found, events, /UnexpectedAnswer/)
  })
})

describe('a logstore', () => {
  it.each([
    ['project', `sls:${PLACE.region}/no-such/${PLACE.logstore}`, 'ProjectNotExist', 'There is no such logstore'],
    ['logstore', `sls:${PLACE.region}/${PLACE.project}/no_such`, 'LogStoreNotExist', 'There is no such logstore'],
  ])('whose %s is not there gets one clear line before any work', async (_, source, code, advice) => {
    const { found, cloud } = await readFrom(EVENTS, { source })
    expect(found.rows).toEqual([])
    expect(reasonsOf(found)).toEqual([expect.stringContaining(code)])
    expect(found.remaining.errors).toHaveLength(1)
    expect(found.remaining.errors[0]?.message).toContain(advice)
    expect(cloud.calls.filter(({ action }) => action === 'GetLogsV2')).toEqual([])
  })

  it('that nobody may read says which right is missing', async () => {
    const found = await read(EVENTS, { faults: [{ where: { action: 'GetIndex' }, effect: { kind: 'denied' } }] })
    expect(found.remaining.errors.map(({ message }) => message)).toEqual([expect.stringContaining('log:GetIndex')])
  })

  it('of an organization shows a scope its own events, and those of others who use its keys', async () => {
    const foreign = { userIdentity: { type: 'ram-user', userName: 'x', accountId: '1000000000000009' } }
    const strangers = [callAt(A_DAY + HOUR, foreign), callAt(A_DAY + HOUR, { ...foreign, eventName: 'ReEncrypt' })]
    const guest = callAt(A_DAY + HOUR, { ...foreign, requestParameters: { KeyId: KEY_ARN } })
    const events = [...EVENTS, guest]
    expectEqual(await read(events, { others: strangers }), events)
  })

  it('of an organization without accounts in its index does so, too, and says what that costs', async () => {
    const store = { index: actionTrailIndex({}, { missing: ['recipientAccountId'] }) }
    const foreign = { userIdentity: { type: 'ram-user', userName: 'x', accountId: '1000000000000009' } }
    const guest = callAt(A_DAY + HOUR, { ...foreign, requestParameters: { KeyId: KEY_ARN } })
    const found = await read([...EVENTS, guest], { store, others: [callAt(A_DAY + HOUR, foreign)] })
    expect(found.rows).toEqual(rowsOf([...EVENTS, guest]))
    expect(reasonsOf(found)).toEqual([expect.stringContaining('event.recipientAccountId')])
  })

  it('holds no more than its trail has delivered', async () => {
    const logs = await lab.open(worldOf(EVENTS), () => NOW)
    const delivered = { from: A_DAY + HOUR + MINUTE, to: NOW }
    const found = await lab.read(logs.sourceOf({ delivered: [delivered] }), { now: NOW, days: DAYS })
    expect(found.all.covered).toEqual([{ from: delivered.from, to: AS_OF }])
    expect(found.rows).toEqual(expectedRows(EVENTS, { from: delivered.from, to: AS_OF }, CONTEXT))
  })
})
