import { DAY, type Instant, iso } from '../../shared/domain/time.ts'
import type { Key, World } from '../cloud/world.ts'
import { keyIdOf, versionIdOf } from './ids.ts'
import { HANGZHOU_INSTANCE } from './teams/operations.ts'

/** Lets Alibaba Cloud move keys into the company's instance, as a ticket asked. */
export function moveIntoInstance(world: World, keyIds: readonly string[]): void {
  for (const keyId of keyIds) keyOf(world, keyId).instanceId = HANGZHOU_INSTANCE
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

function keyOf({ accounts }: World, keyId: string): Key {
  const keys = accounts.flatMap(({ regions }) => Object.values(regions)).flatMap((region) => region.keys)
  const found = keys.find((each) => each.keyId === keyId)
  if (!found) throw new Error(`The sample company has no key ${keyId}: see simulator/sample-company/teams.`)
  return found
}
