import { scopeId } from '../../shared/domain/scope.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { moveIntoInstance, rotate, switchRotationOn } from '../../simulator/sample-company/months.ts'
import { HEADQUARTERS, SUBSIDIARY } from '../../simulator/sample-company/sample-company.ts'
import type { Day } from './nights.ts'
import { hourOf, say, sayOfBatch } from './scene.ts'

/** What happens by day before a night, and how it is told. */
export interface Chapter {
  /** From 1. */
  readonly night: number
  readonly told: string
  readonly happens: (day: Day) => Promise<void>
}

const HANGZHOU = { accountId: HEADQUARTERS, region: 'cn-hangzhou' }
const SHANGHAI = { accountId: HEADQUARTERS, region: 'cn-shanghai' }
const SINGAPORE = { accountId: HEADQUARTERS, region: 'ap-southeast-1' }
const LOGISTICS = { accountId: SUBSIDIARY, region: 'cn-hangzhou' }

const ZHAO = 'zhao.qiang'
const LIU = 'liu.yang'

/** Each batch by a key that is in it, and its ticket. */
const SERVICES = { keyName: 'ops-rds', ticket: 'K20260917' }
const SHOP = { keyName: 'orders-db', ticket: 'K20260928' }

/** How applications take the move, and what becomes of them: who calls the shared gateway has changed before the page's month is over. */
const HABITS = {
  late: { 'app-shop': 25 },
  refused: { 'app-checkout': 4 },
  silent: ['app-ledger', 'aliyunhbrdefaultrole'],
}

/** Night, on which the windows of both batches begin: 02:00 to 04:00 in China. */
const WINDOW = { from: 18, to: 20 }

/** Two months in which the company moves its keys. Of fewer nights, as many chapters happen as there are nights for. */
export const CHAPTERS: readonly Chapter[] = [
  {
    night: 3,
    told: 'Zhao Qiang names an owner for a key that no tag gives to anybody',
    happens: (day) =>
      say(
        day,
        LOGISTICS,
        { kind: 'owner', key: 'alias/logistics-routes', owner: 'logistics' },
        { by: ZHAO, why: 'asked' },
      ),
  },
  {
    night: 5,
    told: 'Liu Yang states which keys the calls used whose events tell of none: a whole region was unknown because of them',
    happens: async (day) => {
      const saying = { by: LIU, why: 'read in the code of the first release', days: 90 }
      const of = (principal: string, key: string) =>
        say(day, SINGAPORE, { kind: 'keys-statement', principal, keys: [key] }, saying)
      await of('user/app-media', 'alias/mobile-media')
      await of('user/app-phone-v1', 'alias/mobile-sessions')
    },
  },
  {
    night: 7,
    told: 'A key with three versions is to stay in the default KMS instance: its finding is waived for three weeks',
    happens: (day) =>
      say(
        day,
        SHANGHAI,
        { kind: 'waiver', key: 'alias/data-shared', rule: 'multiple-versions' },
        { by: LIU, why: 'stays until the old warehouse is switched off', days: 21 },
      ),
  },
  {
    night: 9,
    told: 'The first batch is requested: the keys of operations, and of databases and disks',
    happens: (day) => request(day, SERVICES),
  },
  { night: 11, told: 'Its window is agreed', happens: (day) => agree(day, SERVICES, 2) },
  { night: 14, told: 'Its keys have moved', happens: (day) => move(day, SERVICES) },
  { night: 17, told: 'It is verified: everything that uses the keys works', happens: (day) => verify(day, SERVICES) },
  {
    night: 19,
    told: 'The second batch is requested: the keys of the shop in production',
    happens: (day) => request(day, SHOP),
  },
  { night: 21, told: 'Its window is agreed', happens: (day) => agree(day, SHOP, 2) },
  {
    night: 24,
    told: 'Its keys have moved: the shop goes on with the shared gateway, the checkout is refused there',
    happens: (day) => move(day, SHOP),
  },
  { night: 29, told: 'Public access of the instance is on: the checkout works again', happens: nothing },
  {
    night: 30,
    told: 'A compliance rule switches on the automatic rotation of a key that is ready',
    happens: async ({ company: { world }, terminal }) =>
      switchRotationOn(world, 'data-notebooks', { now: terminal.clock(), days: 8 }),
  },
  {
    night: 39,
    told: 'Nobody has switched it off: the key was rotated, has two versions, and cannot be migrated any more',
    happens: async ({ company: { world }, terminal }) => rotate(world, 'data-notebooks', terminal.clock()),
  },
  { night: 47, told: 'A week is left of the month in which the shop has to change', happens: nothing },
  { night: 51, told: 'The shop has gone over to the instance', happens: nothing },
  { night: 56, told: 'The second batch is verified', happens: (day) => verify(day, SHOP) },
]

/** It is in the world already, and comes about by itself. */
async function nothing(): Promise<void> {}

type OfBatch = typeof SERVICES

async function request(day: Day, { keyName, ticket }: OfBatch): Promise<void> {
  await sayOfBatch(day, HANGZHOU, { keyName, state: 'requested', ticket }, { by: ZHAO, why: 'as planned' })
}

async function agree(day: Day, { keyName }: OfBatch, days: number): Promise<void> {
  const now = day.terminal.clock()
  const window = { from: iso(hourOf(now, days, WINDOW.from)), to: iso(hourOf(now, days, WINDOW.to)) }
  await sayOfBatch(day, HANGZHOU, { keyName, state: 'window-agreed', window }, { by: ZHAO, why: 'said by the support' })
}

async function move(day: Day, { keyName }: OfBatch): Promise<void> {
  const asked = await sayOfBatch(day, HANGZHOU, { keyName, state: 'moved' }, { by: ZHAO, why: 'seen in the console' })
  // What was no longer ready when its window came was left out.
  const rows = await Promise.all(asked.map((keyId) => day.store.readiness.get(scopeId(HANGZHOU), keyId)))
  const keyIds = rows.flatMap((row) => (row?.verdict === 'ready' ? [row.keyId] : []))
  moveIntoInstance(day.company.world, keyIds, day.terminal.clock() - 12 * HOUR, HABITS)
}

async function verify(day: Day, { keyName }: OfBatch): Promise<void> {
  await sayOfBatch(day, HANGZHOU, { keyName, state: 'verified' }, { by: ZHAO, why: 'owners were asked' })
}
