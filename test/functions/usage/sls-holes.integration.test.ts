import { describe, expect, it } from 'vitest'
import { gaps } from '../../../shared/domain/coverage.ts'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'
import { DAY, HOUR, type Instant, iso, MINUTE, SECOND, startOfDay } from '../../../shared/domain/time.ts'
import type { HistoryJob } from '../../../shared/domain/trail.ts'
import { EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import type { Fault } from '../../../simulator/cloud/faults/fault.ts'
import { actionTrailIndex, type Logstore } from '../../../simulator/cloud/sls/projects.ts'
import type { RawEvent, WorldEvent } from '../../../simulator/cloud/world.ts'
import { SCOPE } from '../../support/cloud/open.ts'
import { expectedRows } from '../../support/usage/expected-rows.ts'
import { callAt, logReading, worldOf } from '../../support/usage/log-reading.ts'
import { CONTEXT, KEY, type RegionRead } from '../../support/usage/region-lab.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
const DAYS = 4
const WINDOW = { from: startOfDay(AS_OF - DAYS * DAY), to: AS_OF }
const A_DAY = startOfDay(AS_OF - 2 * DAY)
const OWN_TIMES = { more: { eventTime: { type: 'text', doc_value: true } } } as const

/** An event whose log says that it was so much later. */
const logged = (moment: Instant, later: number, raw: RawEvent = {}): WorldEvent => ({
  ...callAt(moment, raw),
  loggedAt: iso(moment + later),
})
/** Some calls of every day but one. */
const usual = (without?: Instant) =>
  Array.from({ length: DAYS + 1 }, (_, n) => WINDOW.from + n * DAY)
    .filter((midnight) => midnight !== without)
    .flatMap((midnight) => [callAt(midnight + HOUR), callAt(midnight + 2 * HOUR - MINUTE)])

const lab = logReading()

interface Circumstances {
  readonly store?: Partial<Logstore>
  readonly silent?: readonly Instant[]
  readonly fault?: Fault['effect']
  readonly history?: readonly HistoryJob[]
}

async function read(
  events: readonly WorldEvent[],
  { store = {}, silent = [], fault, history = [] }: Circumstances = {},
) {
  const logs = await lab.open(worldOf(events), () => NOW, { store, silent })
  if (fault) logs.cloud.setFaults([{ where: { action: 'GetLogsV2' }, effect: fault }])
  return lab.read(logs.sourceOf({ history }), { now: NOW, days: DAYS })
}

const missing = ({ all }: RegionRead) => gaps(WINDOW, all.covered)
const reasonsOf = ({ remaining }: RegionRead) => remaining.reasons.map((reason) => inEnglish(reason))

function expectEqual(found: RegionRead, events: readonly WorldEvent[]): void {
  expect(reasonsOf(found)).toEqual([])
  expect(missing(found)).toEqual([])
  expect(found.rows).toEqual(expectedRows(events, WINDOW, CONTEXT))
}

describe('a day of which nothing was logged', () => {
  const silence = { silent: [A_DAY] }

  it('is none of which anybody knows that nothing happened', async () => {
    const found = await read(usual(A_DAY), silence)
    expect(missing(found)).toEqual([{ from: A_DAY, to: A_DAY + DAY }])
    expect(reasonsOf(found)).toEqual(['the logstore holds no log at all of 2026-11-21'])
  })

  it('counts where another service was called in another region', async () => {
    const events = usual(A_DAY)
    expectEqual(await read(events), events)
  })

  it('is missing however little of it is seen by SQL', async () => {
    const store = { index: actionTrailIndex({}, { missing: ['userAgent'] }) }
    expect(missing(await read(usual(A_DAY), { ...silence, store }))).toEqual([{ from: A_DAY, to: A_DAY + DAY }])
  })
})

describe('a log that is later than its event', () => {
  const overMidnight = Array.from({ length: DAYS }, (_, n) => WINDOW.from + (n + 1) * DAY - 10 * SECOND).map((moment) =>
    logged(moment, 30 * SECOND, { eventName: 'ReEncrypt', requestParameters: { DestinationKeyId: KEY } }),
  )

  it.each([
    ['read whole', { missing: ['userAgent'] }],
    ['without times of their own in SQL', {}],
    ['with them', OWN_TIMES],
  ])('is found for the day of its event: what decides, %s', async (_, index) => {
    const events = [...usual(), ...overMidnight]
    const found = await read(events, { store: { index: actionTrailIndex({}, index) } })
    expect(found.rows).toEqual(expectedRows(events, WINDOW, CONTEXT))
    expect(missing(found)).toEqual([])
  })

  it.each([
    ['without times of their own in SQL', {}],
    ['with them', OWN_TIMES],
  ])('by hours is counted with its log, %s', async (_, index) => {
    const late = [0, 1, 2].map((n) => logged(A_DAY + 3 * HOUR + n * MINUTE, 5 * HOUR, { eventName: 'Encrypt' }))
    const deciding = logged(A_DAY + 22 * HOUR, 3 * HOUR, {
      eventName: 'ReEncrypt',
      requestParameters: { DestinationKeyId: KEY },
    })
    const asLogged = ({ raw, loggedAt, ...each }: WorldEvent) => ({ ...each, raw: { ...raw, eventTime: loggedAt } })
    const others = usual()
    const found = await read([...others, ...late, deciding], { store: { index: actionTrailIndex({}, index) } })
    expectEqual(found, [...others, ...late.map(asLogged), asLogged(deciding)])
  })
})

describe('an index that was changed', () => {
  const changed = A_DAY + 12 * HOUR
  const since = (part: string) => {
    const index = actionTrailIndex({ lastModifiedAt: iso(changed) })
    const leaf = index.keys.event?.json_keys?.[part]
    if (!leaf) throw new Error(`no column ${part}`)
    leaf.since = iso(changed)
    return { index }
  }
  const busy = Array.from({ length: 2_100 }, (_, n) => callAt(A_DAY + HOUR + n * 10 * SECOND))

  it.each(['acsRegion', 'userAgent', 'userIdentity.type', 'sourceIpAddress', 'requestParameterJson'])(
    'says nothing of %s before it: those events are read whole',
    async (part) => {
      const events = [...usual(), callAt(changed - MINUTE, { userAgent: 'HashiCorp-Terraform/1.9' })]
      expectEqual(await read(events, { store: since(part) }), events)
    },
  )

  it('says nothing before it of more events than can be read whole: a gap', async () => {
    const found = await read([...usual(), ...busy], { store: since('userAgent') })
    expect(missing(found)).toEqual([{ from: A_DAY, to: A_DAY + DAY }])
    expect(reasonsOf(found).join()).toMatch(/2026-11-21 .* before the index of the logstore was changed/)
  })

  it('was perhaps off before that, where no log is found up to then', async () => {
    const store = { index: actionTrailIndex({ lastModifiedAt: iso(changed) }) }
    const found = await read(usual(), { store })
    expect(missing(found)).toEqual([{ from: A_DAY, to: A_DAY + DAY }])
    expect(reasonsOf(found).join()).toMatch(/2026-11-21 .* before the index of the logstore was changed/)
  })

  it('was not, where a log is found shortly before', async () => {
    const events = [...usual(), callAt(changed - 10 * MINUTE)]
    const store = { index: actionTrailIndex({ lastModifiedAt: iso(changed) }) }
    expectEqual(await read(events, { store }), events)
  })

  it('kept less of a text before that', async () => {
    const agent = `AlibabaCloud (Linux; amd64) Golang/1.22 Core/0.01 TeaDSL/1 ${'x'.repeat(2_100)} HashiCorp-Terraform/1.9`
    const call = callAt(A_DAY + 3 * HOUR, { userAgent: agent })
    const shown = [call, callAt(changed - MINUTE), ...usual()]
    const rowOf = ({ raw }: WorldEvent) => {
      const quoted = (text: unknown) => `'${String(text).replaceAll("'", "''")}'`
      const own = {
        ...raw,
        requestParameterJson: JSON.stringify(raw.requestParameters),
        recipientAccountId: SCOPE.accountId,
      }
      const time = Date.parse(String(raw.eventTime)) / SECOND
      return `SELECT ${time}::BIGINT AS __time__, ${quoted(JSON.stringify(own))} AS event, ${quoted(String(raw.userAgent).slice(0, 2_048))} AS "event.userAgent"`
    }
    const index = actionTrailIndex({ lastModifiedAt: iso(changed), max_text_len: 16_384 })
    const found = await read([], { store: { index, sql: shown.map(rowOf).join(' UNION ALL ') } })
    expect(found.rows).toEqual(expectedRows(shown, WINDOW, CONTEXT))
  })
})

describe('what a history job has delivered since the index was changed', () => {
  const changed = WINDOW.to - HOUR
  const store = { index: actionTrailIndex({ lastModifiedAt: iso(changed), max_text_len: 16_384 }) }
  const long = Array.from({ length: 1_100 }, (_, n) =>
    callAt(A_DAY + HOUR + n * 10 * SECOND, {
      ...{ eventName: 'Encrypt', requestParameters: { KeyId: KEY, Plaintext: 'x'.repeat(3_000) } },
    }),
  )
  const job = (createdAt: Instant): HistoryJob => ({
    ...{
      trail: 'audit',
      createdAt,
      from: WINDOW.from,
      to: WINDOW.to,
      done: new Set([SCOPE.region]),
      state: 'finished',
    },
  })

  it('is seen by it as it is', async () => {
    const events = [...usual(), ...long]
    expectEqual(await read(events, { store, history: [job(changed + MINUTE)] }), events)
  })

  it('says no more of which keys it used, where it began before: texts may have been cut', async () => {
    const { rows } = await read([...usual(), ...long], { store, history: [job(changed - MINUTE)] })
    expect(rows.find(({ operation }) => operation === 'Encrypt')).toMatchObject({ keyId: '?', calls: 1_100 })
  })
})

describe('pages of a search', () => {
  const same = Array.from({ length: 130 }, () =>
    callAt(A_DAY + 5 * HOUR, { eventName: 'ReEncrypt', requestParameters: { DestinationKeyId: KEY } }),
  )
  /** What the service shows of them, page by page. */
  const shows = (
    pageOf: (page: readonly object[], earlier: readonly object[]) => readonly object[],
  ): Fault['effect'] => {
    let earlier: readonly object[] = []
    return {
      kind: 'rewrite',
      rewrite: (answer) => {
        const { meta, data } = answer as { meta: { hasSQL: boolean }; data: readonly object[] }
        const isOfSome = !meta.hasSQL && data.some((row) => JSON.stringify(row).includes('ReEncrypt'))
        if (!isOfSome) return answer
        const page = pageOf(data, earlier)
        earlier = [...earlier, ...data]
        return { meta: { ...meta, count: page.length }, data: page }
      },
    }
  }

  it('are put together', async () => {
    const events = [...usual(), ...same]
    expectEqual(await read(events), events)
  })

  it.each<[string, Parameters<typeof shows>[0]]>([
    ['the same page each time', (page, earlier) => (earlier.length === 0 ? page : earlier.slice(0, 100))],
    [
      'logs of one second in another order each time',
      (page, earlier) => [...earlier.slice(0, 5), ...page].slice(0, page.length),
    ],
  ])('that show %s are not whole: a gap', async (_, pageOf) => {
    const found = await read([...usual(), ...same], { fault: shows(pageOf) })
    expect(missing(found)).toEqual([{ from: A_DAY, to: A_DAY + DAY }])
    expect(reasonsOf(found).join()).toContain('2026-11-21')
  })
})
