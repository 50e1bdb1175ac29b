import { DAY, iso } from '../../shared/domain/time.ts'
import { disk, snapshot } from '../cloud/ecs/resources.ts'
import { bucket } from '../cloud/oss/buckets.ts'
import { rdsInstance } from '../cloud/rds/instances.ts'
import { type Key, key, type RegionWorld, region, type Secret, secret } from '../cloud/world.ts'
import { callEvents, changeEvent, type Setting } from './call-events.ts'
import { aliasesOf, keyIdOf, versionIdOf } from './ids.ts'
import type { KeyStory, SecretStory, Team } from './story.ts'

/** Days since a key was created of which nothing else is said. */
const SOME_YEARS = 1300

/** A region as the cloud keeps it, from what its teams tell. */
export function buildRegion(teams: readonly Team[], setting: Setting): RegionWorld {
  const all = teams.map((team) => buildTeam(team, setting))
  return region({
    keys: all.flatMap(({ keys }) => keys),
    secrets: all.flatMap(({ secrets }) => secrets),
    instances: teams.flatMap(({ instances }) => instances ?? []),
    events: all.flatMap(({ events }) => events).sort(byTime),
    ...resourcesOf(teams),
  })
}

/** What of RDS, ECS and OSS names keys of the region. */
function resourcesOf(teams: readonly Team[]): Partial<RegionWorld> {
  const of = teams.flatMap(({ resources }) => resources ?? [])
  const standard = of.flatMap(({ defaultDiskKey }) => defaultDiskKey ?? [])[0]
  return {
    rdsInstances: of.flatMap(({ databases = [] }) =>
      databases.map(({ id, tde }) => rdsInstance(id, { tdeKeyId: keyIdOf(tde) })),
    ),
    disks: of.flatMap(({ disks = [] }) =>
      disks.map(({ id, key: name, ...rest }) => disk(id, { keyId: keyIdOf(name), ...rest })),
    ),
    snapshots: of.flatMap(({ snapshots = [] }) =>
      snapshots.map(({ id, key: name }) => snapshot(id, { keyId: keyIdOf(name) })),
    ),
    buckets: of.flatMap(({ buckets = [] }) =>
      buckets.map(({ name, key: keyName, by }) =>
        bucket(name, { encryption: { algorithm: 'KMS', keyId: by === 'id' ? keyIdOf(keyName) : `alias/${keyName}` } }),
      ),
    ),
    ...(standard === undefined ? {} : { defaultDiskKey: keyIdOf(standard) }),
  }
}

/** What one team adds to its region. */
export function buildTeam(team: Team, setting: Setting): Pick<RegionWorld, 'keys' | 'secrets' | 'events'> {
  return {
    keys: team.keys.map((story) => buildKey(story, team, setting)),
    secrets: (team.secrets ?? []).map(buildSecret),
    events: [
      ...team.keys.flatMap((story) =>
        (story.calls ?? []).flatMap((calls, index) =>
          callEvents(calls, `${index}`, story, setting).filter(
            ({ raw }) => String(raw.eventTime) > createdAt(story, setting),
          ),
        ),
      ),
      ...(team.untold ?? []).flatMap((calls, index) => callEvents(calls, `${index}`, undefined, setting)),
      ...(team.changes ?? []).map((change) => changeEvent(change, setting)),
    ],
  }
}

function buildKey(story: KeyStory, team: Team, setting: Setting): Key {
  const { name, about, versions = 1, tags = {}, as = {}, rotatesIn, deletedIn } = story
  const created = createdAt(story, setting)
  return key({
    keyId: keyIdOf(name),
    createdAt: created,
    description: about,
    aliases: aliasesOf(story),
    tags: { ...team.tags, ...tags },
    versions: Array.from({ length: versions }, (_, index) => ({
      id: versionIdOf(name, index + 1),
      createdAt: iso(Date.parse(created) + index * DAY),
    })),
    ...as,
    ...(rotatesIn === undefined ? {} : { nextRotationAt: iso(setting.now + rotatesIn * DAY) }),
    ...(deletedIn === undefined ? {} : { deletesAt: iso(setting.now + deletedIn * DAY) }),
  })
}

function buildSecret({ key: keyName, ...story }: SecretStory): Secret {
  return secret({ encryptionKeyId: keyIdOf(keyName), ...story })
}

function createdAt({ age = SOME_YEARS }: KeyStory, { now }: Setting): string {
  return iso(now - Math.round(age * DAY))
}

function byTime(a: { readonly raw: Record<string, unknown> }, b: typeof a): number {
  return String(a.raw.eventTime) < String(b.raw.eventTime) ? -1 : 1
}
