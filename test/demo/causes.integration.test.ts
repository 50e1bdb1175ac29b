import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoNight } from '../../cli/demo/nights.ts'
import type { Key, World } from '../../simulator/cloud/world.ts'
import { keyIdOf } from '../../simulator/sample-company/ids.ts'
import { type ByName, byName, nightsOf } from '../support/cli/run-demo.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmk-causes-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a company in which the causes are taken away', () => {
  /** Keys that are decided by events, each by events of its own. */
  const DECIDED_BY_EVENTS = [
    'pay-tokens',
    'pay-tokens-next',
    'pay-terminals',
    'pay-hsm-bridge',
    'pay-risk',
    'orders-invoices',
    'orders-labels',
    'orders-till',
    'orders-gateway',
    'orders-pos',
    'ops-terraform-state',
    'ops-runbooks',
    'data-exchange',
    'data-reports',
    'mobile-accounts',
    'mobile-app-signing',
    'mobile2-phone',
    'mobile2-coupons',
    'logistics-handover',
  ]
  /** Keys that are decided by what they are, and what makes them something else. */
  const DECIDED_BY_FACTS: Readonly<Record<string, (world: World) => void>> = {
    'pay-imported': (world) => edit(world, 'pay-imported', (each) => Object.assign(each, { origin: 'Aliyun_KMS' })),
    'pay-signing-2019': (world) => edit(world, 'pay-signing-2019', (each) => each.versions.splice(1)),
    'logistics-manifests': (world) =>
      edit(world, 'logistics-manifests', (each) => Object.assign(each, { automaticRotation: 'Disabled' })),
    'orders-test': (world) => edit(world, 'orders-test', (each) => Object.assign(each, { keyState: 'Enabled' })),
    'kst-payroll': (world) => edit(world, 'kst-payroll', (each) => delete each.instanceId),
    'data-sealed': ({ accounts }) => {
      for (const { policy } of accounts.flatMap(({ accessKeys }) => accessKeys)) {
        policy.splice(0, policy.length, ...policy.filter(({ Effect }) => Effect === 'Allow'))
      }
    },
  }
  /** Keys to which nothing happens, near those to which something does. */
  const LEFT_ALONE = [
    'pay-signing',
    'pay-refunds',
    'orders-search',
    'mobile2-offline',
    'mobile-licences',
    'data-shared',
  ]
  const changed = [...DECIDED_BY_EVENTS, ...Object.keys(DECIDED_BY_FACTS)]
  const nights: DemoNight[] = []
  let before: ByName
  let after: ByName

  beforeAll(async () => {
    const onNight = async (night: DemoNight) => void nights.push(night)
    before = byName((await nightsOf({ storeFile: join(folder, 'before.db'), onNight })).rows)
    const evidence = new Set(
      DECIDED_BY_EVENTS.flatMap((name) =>
        (before.get(name)?.findings ?? []).flatMap(({ effect, events }) => (effect === 'note' ? [] : events)),
      ),
    )
    const { rows } = await nightsOf({
      storeFile: join(folder, 'changed.db'),
      prepare: ({ world }) => {
        for (const region of regionsOf(world)) {
          region.events = region.events.filter(({ raw }) => !evidence.has(String(raw.eventId)))
        }
        for (const change of Object.values(DECIDED_BY_FACTS)) change(world)
      },
    })
    after = byName(rows)
  }, 60_000)

  it.each(changed)('%s may be migrated, and before it might not', (name) => {
    expect(before.get(name)?.verdict).toBeDefined()
    expect(before.get(name)?.verdict).not.toBe('ready')
    expect(after.get(name)?.verdict).toBe('ready')
  })

  it('leaves their neighbours as they are', () => {
    const verdictsIn = (rows: ByName) => LEFT_ALONE.map((name) => [name, rows.get(name)?.verdict])
    expect(verdictsIn(after)).toEqual(verdictsIn(before))
  })

  it('reads in the second night only what the first has not', () => {
    const [first, second] = nights
    // What keys are, and which resources name them, is asked anew each night.
    expect(second?.calls).toBeLessThan((first?.calls ?? 0) * 0.75)
  })
})

function regionsOf(world: World) {
  return world.accounts.flatMap(({ regions }) => Object.values(regions))
}

function edit(world: World, name: string, change: (key: Key) => void) {
  const found = regionsOf(world)
    .flatMap((region) => region.keys)
    .find(({ keyId }) => keyId === keyIdOf(name))
  if (!found) throw new Error(`no key ${name}`)
  change(found)
}
