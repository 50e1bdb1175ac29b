import type { Scope } from '../../../../shared/domain/scope.ts'
import { type Instant, parseInstant } from '../../../../shared/domain/time.ts'
import { type Archive, ArchiveError } from './archive.ts'

/**
 * Where a trail puts its files (docs/vendor-facts.md, "A trail's archive"): `AliyunLogs/Actiontrail/<region>/<YYYY>/<MM>/<DD>/…`, and the trail
 * of an organization `AliyunLogs/Actiontrail/<directory id>/<account>/<region>/…`, below a prefix of the operator's.
 */
const LOGS = 'AliyunLogs'
const TRAIL = 'Actiontrail'
export const TRAIL_PATH = `${LOGS}/${TRAIL}`
const FILE = /^Actiontrail_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_\d+_(\d+)_(\d+)_[0-9a-z]+\.gz$/i
const DIRECTORY = /^rd-\w+$/
const NUMBER = /^\d+$/
const YEAR = /^\d{4}$/

/** What the name of a file says. */
export interface FileName {
  readonly region: string
  /** When it was written, about: the moment of its newest event or later. */
  readonly at: Instant
  /** How many events are in it. */
  readonly events: number
  /** A size in bytes: no page says whether compressed or not. */
  readonly size: number
}

/** Undefined: the name is not one that a trail gives. */
export function readFileName(name: string): FileName | undefined {
  const parts = FILE.exec(name)
  if (!parts) return undefined
  const [, region = '', year, month, day, hour, minute, second, events, size] = parts
  const at = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return at === undefined ? undefined : { region, at, events: Number(events), size: Number(size) }
}

/** Path of the folder that holds regions and directories; undefined where the folder is no archive. It may be the bucket's copy, or any folder on the way. */
export async function findTrailPath(archive: Archive): Promise<string | undefined> {
  for (const path of [TRAIL_PATH, TRAIL]) if ((await archive.folders(path)).length > 0) return path
  return (await hasRegion(archive, '')) || (await hasDirectory(archive)) ? '' : undefined
}

/** Many a folder is named as a region might be: one of an archive has years in it. */
async function hasRegion(archive: Archive, path: string): Promise<boolean> {
  for (const name of await archive.folders(path))
    if (isRegion(name) && (await readable(archive, join(path, name))).some((year) => YEAR.test(year))) return true
  return false
}

async function hasDirectory(archive: Archive): Promise<boolean> {
  for (const name of await archive.folders('')) {
    if (!DIRECTORY.test(name)) continue
    for (const account of await readable(archive, name))
      if (NUMBER.test(account) && (await hasRegion(archive, join(name, account)))) return true
  }
  return false
}

/** What may not be looked into is nothing that was copied. */
async function readable(archive: Archive, path: string): Promise<readonly string[]> {
  try {
    return await archive.folders(path)
  } catch (error) {
    if (error instanceof ArchiveError) return []
    throw error
  }
}

/** Folders that hold the years of a scope: its own trail's, and those of its organizations' trails. */
export async function branchesOf(archive: Archive, trail: string, scope: Scope): Promise<readonly string[]> {
  const children = await archive.folders(trail)
  const own = children.includes(scope.region) ? [join(trail, scope.region)] : []
  const shared = await Promise.all(
    children
      .filter((name) => DIRECTORY.test(name))
      .map(async (name) => {
        const path = join(trail, name, scope.accountId)
        return (await archive.folders(path)).includes(scope.region) ? [join(path, scope.region)] : []
      }),
  )
  return [...own, ...shared.flat()]
}

/** Midnights of the days that have a folder in a branch, oldest first. */
export async function daysIn(archive: Archive, branch: string): Promise<readonly Instant[]> {
  const days: Instant[] = []
  for (const year of await numbersIn(archive, branch)) {
    for (const month of await numbersIn(archive, join(branch, year))) {
      for (const day of await numbersIn(archive, join(branch, year, month))) {
        const midnight = parseInstant(`${year}-${month}-${day}T00:00:00Z`)
        if (midnight !== undefined) days.push(midnight)
      }
    }
  }
  return days.sort((a, b) => a - b)
}

/** Path of a day's folder. */
export function dayFolder(branch: string, midnight: Instant): string {
  return join(branch, ...new Date(midnight).toISOString().slice(0, 10).split('-'))
}

export function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}

async function numbersIn(archive: Archive, path: string): Promise<readonly string[]> {
  return (await archive.folders(path)).filter((name) => NUMBER.test(name))
}

function isRegion(name: string): boolean {
  return /^[a-z]{2,}-[a-z0-9-]+$/.test(name) && !DIRECTORY.test(name)
}
