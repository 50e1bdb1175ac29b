import { ARCHIVE_EXPECTED, findArchive } from '../../functions/usage/sources/archive/open-archive.ts'
import { openPlace } from '../../functions/usage/sources/open-place.ts'
import type { SourceParts } from '../../functions/usage/sources/source.ts'
import type { TrailConfig } from '../../functions/usage/sources/trail/find-trail.ts'
import { Places } from '../../functions/usage/sources/trail/places.ts'
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
  if (source.kind === 'lookup' || scopes.length === 0) return []
  if (source.kind === 'dir') return folderFindings(source.folder, scopes, services)
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
  return archiveFindings(found, scopes, services)
}

async function trailFedFindings(
  source: TrailConfig,
  scopes: readonly Scope[],
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const parts: SourceParts = services
  const places = new Places(source, parts, openPlace)
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
        ? logstoreFindings(first.place, services)
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
    return { reason: error.summary, advice: error.advice, error }
  }
}
