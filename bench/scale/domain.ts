import { CallReadings } from '../../functions/usage/call-readings.ts'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import { parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { judge } from '../../shared/domain/judge.ts'
import { type KeySnapshot, NO_FACTS } from '../../shared/domain/key.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { isCryptographic } from '../../shared/domain/operations.ts'
import type { RuleContext } from '../../shared/domain/rule-context.ts'
import { DAY, dayOf, iso } from '../../shared/domain/time.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { UsageDay } from '../../shared/domain/usage-day.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Key } from '../../simulator/cloud/world.ts'
import { company } from '../company.ts'
import { NOW } from '../laboratory.ts'
import type { DomainFigures } from './figures.ts'

const CMKS = 200
const EVENTS = 50_000
const DAYS = 10
/** How often every key is judged. */
const ROUNDS = 50

/** Events into rows, and rows into verdicts, with no store and no service: a second of one core. */
export function measureDomain(): DomainFigures {
  const size = { cmks: CMKS, serviceKeys: 0, instanceKeys: 0, secrets: 0, events: EVENTS, days: DAYS, eventsUntil: NOW }
  const here = company(size).accounts[0]?.regions[DEFAULT_REGION]
  if (!here) throw new Error('the company has no region')
  const raw = here.events.map((event) => event.raw)
  const keys = here.keys.map(snapshotOf)
  const scope = { accountId: DEFAULT_ACCOUNT, region: DEFAULT_REGION }
  const index = new KeyIndex(keys)
  const readings = new CallReadings({ scope, keys: index })
  const days = new Map<string, UsageDay>()
  const eventTime = processorTime(() => {
    for (const each of raw) {
      const event = parseEvent(each)
      if (event && isCryptographic(event.name)) add(event, readings, days)
    }
  })
  const rows = [...days.values()].flatMap((day) => day.rows())
  const window = { from: NOW - DAYS * DAY, to: NOW }
  const windowOf = () => window
  const aggregator = new UsageAggregator({
    ...{ keys: index, aliases: new AliasHistory([], true), own: new OwnRanges([]) },
    ...{ window, windowOf, nominalWindowOf: windowOf },
  })
  for (const row of rows) aggregator.add(row)
  const contexts = keys.map((key) => contextOf(key, aggregator, window))
  const judging = processorTime(() => {
    for (let round = 0; round < ROUNDS; round += 1) for (const context of contexts) judge(context, '2023-09')
  })
  return {
    verdicts: Math.round((ROUNDS * keys.length) / judging),
    usesOfKey: Math.round(contexts.reduce((sum, { uses }) => sum + uses.length, 0) / contexts.length),
    events: Math.round(raw.length / eventTime),
    rowsOfThousand: Math.round((1_000 * rows.length) / raw.length),
  }
}

function add(event: TrailEvent, readings: CallReadings, days: Map<string, UsageDay>): void {
  const name = dayOf(event.at)
  const day = days.get(name) ?? new UsageDay(name)
  days.set(name, day)
  const { caller, targets } = readings.of(event, undefined)
  day.add(event, caller, targets)
}

function snapshotOf({ keyId, createdAt, aliases, versions }: Key): KeySnapshot {
  return {
    ...{ keyId, arn: `acs:kms:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:key/${keyId}`, kind: 'candidate', aliases },
    ...{ onceCandidate: true, tags: [], secrets: [], unread: [], versionsComplete: true, asOf: iso(NOW) },
    versionIds: versions.map(({ id }) => id),
    facts: {
      ...NO_FACTS,
      ...{ keyState: 'Enabled', keySpec: 'Aliyun_AES_256', keyUsage: 'ENCRYPT/DECRYPT', origin: 'Aliyun_KMS' },
      ...{ automaticRotation: 'Disabled', versions: versions.length, createdAt },
    },
  }
}

function contextOf(key: KeySnapshot, aggregator: UsageAggregator, window: RuleContext['window']): RuleContext {
  return {
    ...{ key, window, gaps: [], gapReasons: [], uses: aggregator.usesOf(key.keyId), unknownOperations: [] },
    ...{ unattributedDeciding: [], unattributedOther: [], saidToBeOthers: [], ownRangesKnown: true },
  }
}

/** In seconds. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}
