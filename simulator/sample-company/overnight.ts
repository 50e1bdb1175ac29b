import type { Instant } from '../../shared/domain/time.ts'
import type { Key, RegionWorld, World, WorldEvent } from '../cloud/world.ts'
import { buildTeam } from './build.ts'
import { callEvents, type Setting } from './call-events.ts'
import { keyIdOf } from './ids.ts'
import { HEADQUARTERS } from './sample-company.ts'
import { HANGZHOU_INSTANCE } from './teams/operations.ts'
import * as night from './teams/overnight.ts'

const REGION = 'cn-hangzhou'

/** Lets the last day before `now` happen to the company: what changed hands, what was created and deleted, and what somebody began. */
export function changeOvernight(world: World, now: Instant): void {
  const setting: Setting = { accountId: HEADQUARTERS, region: REGION, now, nights: 1 }
  const region = world.accounts.find(({ id }) => id === HEADQUARTERS)?.regions[REGION]
  if (!region) throw new Error(`The world has no ${REGION} in account ${HEADQUARTERS}: it is not the sample company.`)

  for (const name of night.MOVED_INTO_THE_INSTANCE) keyOf(region, name).instanceId = HANGZHOU_INSTANCE
  keyOf(region, night.ROTATION_SWITCHED_OFF).automaticRotation = 'Disabled'
  region.keys = region.keys.filter(({ keyId }) => keyId !== keyIdOf(night.DELETED))
  moveAlias(region)

  const created = buildTeam({ keys: [night.CREATED], changes: night.CHANGES }, setting)
  region.keys.push(...created.keys)
  region.events.push(...created.events, ...newCalls(setting))
}

function moveAlias(region: RegionWorld): void {
  const { alias, from, to } = night.MOVED_ALIAS
  const name = `alias/${alias}`
  const old = keyOf(region, from)
  old.aliases = old.aliases.filter((each) => each !== name)
  keyOf(region, to).aliases.push(name)
}

function newCalls(setting: Setting): WorldEvent[] {
  return night.NEW_CALLS.flatMap((story) =>
    (story.calls ?? []).flatMap((calls, index) => callEvents(calls, `overnight/${index}`, story, setting)),
  )
}

function keyOf(region: RegionWorld, name: string): Key {
  const found = region.keys.find(({ keyId }) => keyId === keyIdOf(name))
  if (!found)
    throw new Error(
      `The sample company has no key ${name} in ${REGION}: see simulator/sample-company/teams/overnight.ts.`,
    )
  return found
}
