import { ArchiveError } from '../../functions/usage/sources/archive/archive.ts'
import { openBucket } from '../../functions/usage/sources/archive/bucket-archive.ts'
import { type ArchiveFacts, examineArchive } from '../../functions/usage/sources/archive/examine-archive.ts'
import { fileFault } from '../../functions/usage/sources/archive/explain-archive.ts'
import { TRAIL_PATH } from '../../functions/usage/sources/archive/layout.ts'
import type { FoundArchive } from '../../functions/usage/sources/archive/open-archive.ts'
import type { TrailPlace } from '../../functions/usage/sources/trail/places.ts'
import { duration, gaps } from '../../shared/domain/coverage.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { DAY, dayOf, startOfDay } from '../../shared/domain/time.ts'
import { placesOf } from './call-findings.ts'
import type { Finding } from './finding.ts'
import { type AccountFinding, mergeByAccount } from './merge-by-account.ts'
import { type DoctorServices, failureIn } from './services.ts'

const check = 'source'

/** The archive in a bucket: it may be listed and read, or it would not have been found. */
export function bucketFindings(
  place: Extract<TrailPlace, { readonly kind: 'oss' }>,
  scopes: readonly Scope[],
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const archive = openBucket(place, services.cloud, services.within)
  return archiveFindings({ archive, trail: TRAIL_PATH }, scopes, services)
}

/** Whose files an archive holds, of which days, and whether the newest can be read. */
export async function archiveFindings(
  { archive, trail }: FoundArchive,
  scopes: readonly Scope[],
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const isCopy = archive.name.startsWith('dir:')
  const onFiles = inEnglish(message(isCopy ? 'archive-copy-files-again' : 'bucket-check-files'))
  // What a bucket lacks nobody can copy into it.
  const onDays = inEnglish(message(isCopy ? 'archive-copy-missing-days' : 'coverage-grows'))
  const looked: Looked[] = []
  for (const scope of scopes) {
    try {
      looked.push({ ...scope, ...(await examineArchive(archive, trail, scope)) })
    } catch (caught) {
      const what = inEnglish(fileFault(archive.name, failureIn(caught, ArchiveError, services)))
      return [{ check, status: 'failed', what, advice: onFiles, fatal: true }]
    }
  }
  const all = [...new Set(scopes.map(({ region }) => region))]
  const accounts = [...groupBy(looked, ({ accountId }) => accountId)]
  return mergeByAccount(
    accounts.flatMap(([accountId, own]) =>
      [
        ...filesOf(archive.name, own, all),
        ...missingOf(archive.name, own, all, services).map((each) => ({ ...each, advice: onDays })),
        ...own.flatMap(({ newest }) =>
          newest === undefined
            ? []
            : [
                {
                  status: 'warning' as const,
                  before: `${inEnglish(fileFault(newest.path, newest.fault))}, the newest file of`,
                  advice: onFiles,
                },
              ],
        ),
      ].map((each): AccountFinding => ({ accountId, check, ...each })),
    ),
  )
}

interface Looked extends Scope, ArchiveFacts {}

type Said = Pick<AccountFinding, 'status' | 'before'>

function filesOf(name: string, own: readonly Looked[], all: readonly string[]): Said[] {
  const having = own.filter(({ days }) => days.length > 0)
  const lacking = own.filter(({ days }) => days.length === 0)
  const from = Math.min(...having.flatMap(({ days }) => days.map((each) => each.from)))
  const to = Math.max(...having.flatMap(({ days }) => days.map((each) => each.to)))
  const where = (scopes: readonly Looked[]) =>
    placesOf(
      scopes.map(({ region }) => region),
      all,
    )
  return [
    ...(having.length === 0
      ? []
      : [
          {
            status: 'ok' as const,
            before: `${name} has files of ${where(having)}, ${dayOf(from)} to ${dayOf(to - DAY)}, of`,
          },
        ]),
    ...(lacking.length === 0
      ? []
      : [{ status: 'warning' as const, before: `${name} has no file of ${where(lacking)} of` }]),
  ]
}

/** Days of the window that have no folder: what happened on them is looked up. */
function missingOf(
  name: string,
  own: readonly Looked[],
  all: readonly string[],
  { config: { observationDays }, clock }: DoctorServices,
): (Said & { readonly region?: string })[] {
  const today = startOfDay(clock())
  const window = { from: today - observationDays * DAY, to: today }
  const short = own.flatMap(({ region, days }) => {
    const count = Math.round(duration(gaps(window, days)) / DAY)
    return days.length === 0 || count === 0 ? [] : [{ region, count }]
  })
  return [...groupBy(short, ({ count }) => String(count)).values()].map((group) => {
    const where = placesOf(
      group.map(({ region }) => region),
      all,
    )
    const before = `${name} lacks ${group[0]?.count} of the ${observationDays} days of the window in ${where} of`
    return { status: 'warning', before }
  })
}
