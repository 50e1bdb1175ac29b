import type { CloudError } from '../../../../shared/cloud/errors.ts'
import { type SourceConfig, sourceText } from '../../../../shared/config/source-value.ts'
import { type Message, message, type SourceMending } from '../../../../shared/domain/messages/message.ts'
import { iso } from '../../../../shared/domain/time.ts'
import type { Blindness, TrailDescription, TrailProblem } from '../../../../shared/domain/trail.ts'

/** Why a source can show no use of a key, or why nobody can tell whether it does. */
export interface SourceFault {
  /** A short phrase. */
  readonly reason: Message
  /** What to do. */
  readonly advice: Message
  /** The call that says so. */
  readonly action: string
  /** How it failed, where it did. */
  readonly error?: CloudError
  /** What CMK_SOURCE names is not there: the configuration is bad, and not what it names. */
  readonly isMisnamed?: true
}

/** Lists the trails, with all that is known of them. */
const TRAILS = 'DescribeTrails'

/** What stands against a trail, as a short phrase. */
export function trailProblem(trail: string, problem: TrailProblem): Message {
  switch (problem.why) {
    case 'writes-only':
      return message('trail-writes-only', { trail })
    case 'another-region':
      return message('trail-other-regions', { trail, regions: problem.regions })
    case 'never-started':
      return message('trail-never-started', { trail })
    case 'stopped':
      return message('trail-stopped', { trail, at: problem.at === undefined ? null : iso(problem.at) })
    case 'delivery-failed': {
      const since = problem.lastAt === undefined ? null : iso(problem.lastAt)
      return message('trail-not-delivering', { trail, code: problem.code, since })
    }
    case 'nothing-delivered':
      return message('trail-nothing-delivered', { trail })
    case 'history-running':
      return message('trail-history-running', { trail, since: iso(problem.from) })
  }
}

/** Names of trails, and places, that are told. */
const MAX_NAMED = 5

/** None of the trails that are there is the one that was named, or delivers to what was named. */
export function noTrail(source: SourceConfig, others: readonly TrailDescription[]): SourceFault {
  const text = sourceText(source)
  const named = (names: readonly string[]) => [...new Set(names)].sort().slice(0, MAX_NAMED)
  const about = { source: text, others: named(others.map(({ name }) => name)) }
  const reason =
    source.kind === 'trail'
      ? message('named-trail-missing', about)
      : message('trail-elsewhere', { ...about, places: named(others.flatMap(placesOf)) })
  return { reason, advice: message('mend-source', { what: 'name-trail' }), action: TRAILS, isMisnamed: true }
}

/** It was named, and delivers nowhere. */
export function deliversNowhere(trail: string): SourceFault {
  const advice = message('mend-source', { what: 'deliver-somewhere' })
  return { reason: message('trail-delivers-nowhere', { trail }), advice, action: TRAILS }
}

/** What was named holds no file of a trail. */
export function noArchive(source: string): SourceFault {
  const advice = message('mend-source', { what: 'name-prefix' })
  return { reason: message('bucket-without-archive', { source }), advice, action: 'ListObjects', isMisnamed: true }
}

/** It can hold no use of a key, however long it has been running. */
export function blindTrail(trail: string, problem: Blindness): SourceFault {
  const advice = message('mend-source', { what: MENDING[problem.why] })
  return { reason: trailProblem(trail, problem), advice, action: TRAILS }
}

const MENDING: Readonly<Record<Blindness['why'], SourceMending>> = {
  'writes-only': 'deliver-reads',
  'another-region': 'deliver-regions',
  'never-started': 'start-trail',
}

/** Where a trail delivers to, as CMK_SOURCE has it. */
function placesOf({ destinations: { sls, oss } }: TrailDescription): string[] {
  return [...(sls ? [sourceText({ kind: 'sls', ...sls })] : []), ...(oss ? [sourceText({ kind: 'oss', ...oss })] : [])]
}

export function trailUnknown(source: string, error: CloudError): SourceFault {
  const { service, action, region, code, advice } = error
  const call = message('call-failed', { service, action, region, code })
  return { reason: message('trail-untold', { source, call }), advice, action, error }
}

/** Of a bucket or a logstore that was named and cannot be read at all. */
export function placeRefused(source: string, error: CloudError): SourceFault {
  const what = MISNAMED[error.code]
  return {
    ...{ reason: refusal(source, error), action: error.action, error },
    advice: what === undefined ? error.advice : message('mend-source', { what }),
    ...(isNotThere(error) ? { isMisnamed: true } : {}),
  }
}

/** Of one that a trail delivers to: the trail was named, and it is there. */
export function destinationRefused(source: string, error: CloudError): SourceFault {
  return {
    ...{ reason: refusal(source, error), action: error.action, error },
    advice: isNotThere(error) ? message('mend-source', { what: 'check-destination' }) : error.advice,
  }
}

function isNotThere({ code }: CloudError): boolean {
  return MISNAMED[code] !== undefined || code === 'NoSuchBucket' || code === 'PermanentRedirect'
}

/** What was named is not there, by the code that says so. */
const MISNAMED: Readonly<Record<string, SourceMending>> = {
  NoAddress: 'name-region',
  ENOTFOUND: 'name-region',
  ProjectNotExist: 'name-logstore',
  LogStoreNotExist: 'name-logstore',
}

function refusal(source: string, { code }: CloudError): Message {
  if (code === 'NoSuchBucket') return message('bucket-not-there', { source })
  if (code === 'PermanentRedirect') return message('bucket-in-another-region', { source })
  return message('source-refused', { source, code })
}
