import { ARCHIVE_EXPECTED, findArchive } from '../../functions/usage/sources/archive/open-archive.ts'
import { openPlace } from '../../functions/usage/sources/open-place.ts'
import { Settings } from '../../functions/usage/sources/sls/settings.ts'
import type { SourceParts } from '../../functions/usage/sources/source.ts'
import type { TrailConfig } from '../../functions/usage/sources/trail/find-trail.ts'
import { Places, type TrailPlace } from '../../functions/usage/sources/trail/places.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { sourceText } from '../../shared/config/source-value.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'
import { archiveFindings, bucketFindings } from './source-archive.ts'
import { logstoreFindings } from './source-logstore.ts'
import { faultFindings, noTrailFindings, type ScopeSourceFound, trailFindings } from './source-trail.ts'

/** What the source that CMK_SOURCE names needs, beyond lookups, and whether it is there. */
export async function checkSource(scopes: readonly Scope[], services: DoctorServices): Promise<readonly Finding[]> {
  const { source } = services.config
  if (source.kind === 'dir') return folderFindings(source.folder, scopes, services)
  if (source.kind === 'lookup' || scopes.length === 0) return []
  return trailFedFindings(source, scopes, services)
}

async function folderFindings(
  folder: string,
  scopes: readonly Scope[],
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const found = await findArchive(folder)
  if ('problem' in found)
    return [{ check: 'source', status: 'failed', what: found.problem, advice: ARCHIVE_EXPECTED, fatal: true }]
  if (scopes.length > 0) return archiveFindings(found, scopes, services)
  const what = `${found.archive.name} is the archive of a trail; whose files it holds was not looked at: that needs credentials`
  return [{ check: 'source', status: 'ok', what }]
}

async function trailFedFindings(
  source: TrailConfig,
  scopes: readonly Scope[],
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const parts: SourceParts = services
  // Of a logstore these are asked once: when its place is looked for, or when it is examined.
  const settings = new Map<string, Settings>()
  const settingsOf = (place: Extract<TrailPlace, { readonly kind: 'sls' }>) => {
    const known = settings.get(sourceText(place)) ?? new Settings(services.cloud.logService(place))
    settings.set(sourceText(place), known)
    return known
  }
  const places = new Places(source, parts, (place, own) =>
    openPlace(place, own, place.kind === 'sls' ? settingsOf(place) : undefined),
  )
  const all: ScopeSourceFound[] = []
  // One after the other: what is the same for all scopes is asked once.
  for (const scope of scopes) all.push({ ...scope, found: await found(places, scope, services) })
  const fed = all.flatMap(({ found: each, ...scope }) => ('place' in each ? [{ ...scope, ...each }] : []))
  const byPlace = [...groupBy(fed, ({ place }) => sourceText(place)).values()]
  const ofPlaces = await Promise.all(
    byPlace.map((group) => {
      const [first] = group
      if (!first) return []
      return first.place.kind === 'sls'
        ? logstoreFindings(first.place, settingsOf(first.place), services)
        : bucketFindings(first.place, group, services)
    }),
  )
  return [...faultFindings(all), ...noTrailFindings(all), ...trailFindings(fed, services), ...ofPlaces.flat()]
}

async function found(places: Places, scope: Scope, services: DoctorServices): Promise<ScopeSourceFound['found']> {
  try {
    return await places.find(scope, services.within)
  } catch (caught) {
    // Cut off here: it took too long.
    const error = failureIn(caught, CloudError, services)
    return { reason: error.summary, advice: error.advice, action: error.action, error }
  }
}
