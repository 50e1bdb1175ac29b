import { DAY, type Instant, iso } from '../../shared/domain/time.ts'
import type { Key, RegionWorld, World } from '../cloud/world.ts'
import { type Habits, useMoved } from './after-move.ts'
import { keyIdOf, versionIdOf } from './ids.ts'
import { HANGZHOU_INSTANCE } from './teams/operations.ts'

/** Lets Alibaba Cloud move keys into the company's instance, as a ticket asked, and their applications go on as is their habit. */
export function moveIntoInstance(world: World, keyIds: readonly string[], at: Instant, habits: Habits): void {
  const keys = keyIds.map((keyId) => keyOf(world, keyId))
  for (const key of keys) key.instanceId = HANGZHOU_INSTANCE
  const region = regionsOf(world).find((each) => keys.every((key) => each.keys.includes(key)))
  if (region) useMoved(region, HANGZHOU_INSTANCE, keys, at, habits)
}

/** Somebody switches the automatic rotation of a key on; the first comes after so many days. */
export function switchRotationOn(world: World, name: string, { now, days }: { now: Instant; days: number }): void {
  Object.assign(keyOf(world, keyIdOf(name)), { automaticRotation: 'Enabled', nextRotationAt: iso(now + days * DAY) })
}

/** The rotation comes: the key has one version more. */
export function rotate(world: World, name: string, now: Instant): void {
  const key = keyOf(world, keyIdOf(name))
  key.versions.push({ id: versionIdOf(name, key.versions.length + 1), createdAt: iso(now) })
}

function regionsOf({ accounts }: World): RegionWorld[] {
  return accounts.flatMap(({ regions }) => Object.values(regions))
}

function keyOf(world: World, keyId: string): Key {
  const found = regionsOf(world)
    .flatMap(({ keys }) => keys)
    .find((each) => each.keyId === keyId)
  if (!found) throw new Error(`The sample company has no key ${keyId}: see simulator/sample-company/teams.`)
  return found
}
