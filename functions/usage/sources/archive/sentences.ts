import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { iso } from '../../../../shared/domain/time.ts'
import type { ArchiveError, ArchiveFault } from './archive.ts'

/** What is wrong with a file or folder. Kept beside their translations in `shared/domain/sentences.ts`. */
const FAULTS: Readonly<Record<ArchiveFault, string>> = {
  unreadable: 'cannot be read',
  gone: 'is gone',
  'not-gzip': 'is no gzip file',
  damaged: 'is damaged',
  cut: 'is cut off',
  'no-json': 'is no list of JSON objects',
  'no-event': 'holds something that is no event',
  count: 'holds another number of events than its name says',
  'no-archive': 'is no file of the archive',
}

export function fileFault(path: string, { fault, detail }: ArchiveError): string {
  return `${path} ${FAULTS[fault]}${detail === '' ? '' : ` (${detail})`}`
}

/** Of all files but the first few that cannot be used. */
export const MORE_FAULTS = 'more files of the archive cannot be used'

export function noEvent(day: string): string {
  return `the archive holds something that is no event on ${day}`
}

export function earlyEvent(path: string, day: string): string {
  return `${path} holds events of ${day}, before which it was written`
}

export function noFiles(region: string): string {
  return `the archive has no files of ${region}`
}

export function noArchive(name: string): string {
  return `${name} is no archive of a trail: there is no AliyunLogs/Actiontrail in it`
}

export const ADVICE = {
  damaged: 'Copy the files that are named from their bucket again.',
  missing: 'Copy the archive of the days that are missing, and run again.',
  noEvent: 'Copy the archive of all days up to now: it must show the calls that this suite made before.',
} as const

/** What is wrong with an archive that is not proven. */
export function messageOf(problem: SourceProblem, region: string): string {
  switch (problem.why) {
    case 'no-event':
      return `the archive of ${region} shows no event of KMS at all: nothing tells whether the trail records it`
    case 'own-calls-missing':
      return `the archive of ${region} does not show the calls that this suite made at ${iso(problem.at)}`
    case 'events-missing':
      return `the archive of ${region} no longer shows the event of ${iso(problem.at)} that it showed before`
    case 'contradiction':
      return `the archive of ${region} holds events of ${problem.what} ${problem.name}`
  }
}

export function adviceOn(problem: SourceProblem): string {
  return problem.why === 'contradiction'
    ? 'Check whose archive CMK_SOURCE names; the next run reads again what is not proven.'
    : 'Check that the trail delivers all events (EventRW All) of this region, and that the copy reaches up to now; the next run reads again what is not proven.'
}
