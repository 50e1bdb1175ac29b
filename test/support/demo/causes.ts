import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import type { Key, World } from '../../../simulator/cloud/world.ts'
import { keyIdOf } from '../../../simulator/sample-company/ids.ts'
import type { ByName } from '../cli/run-demo.ts'

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

/** Keys of the sample company that are not ready, each for a cause that `withoutCauses` takes away. */
export const DECIDED = [...DECIDED_BY_EVENTS, ...Object.keys(DECIDED_BY_FACTS)]

/** Keys to which nothing happens, near those to which something does. */
export const LEFT_ALONE = [
  'pay-signing',
  'pay-refunds',
  'orders-search',
  'mobile2-offline',
  'mobile-licences',
  'data-shared',
]

/** Takes the causes out of the sample company: the events that the rows name as such, and what keys are. */
export function withoutCauses(world: World, rows: ByName): void {
  const evidence = new Set(DECIDED_BY_EVENTS.flatMap((name) => causesOf(rows.get(name))))
  for (const region of regionsOf(world))
    region.events = region.events.filter(({ raw }) => !evidence.has(String(raw.eventId)))
  for (const change of Object.values(DECIDED_BY_FACTS)) change(world)
}

function causesOf(row: ReadinessRow | undefined): readonly string[] {
  return (row?.findings ?? []).flatMap(({ effect, events }) => (effect === 'note' ? [] : events))
}

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
