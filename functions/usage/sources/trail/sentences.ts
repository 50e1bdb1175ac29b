import type { CloudError } from '../../../../shared/cloud/errors.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import { iso } from '../../../../shared/domain/time.ts'
import type { TrailProblem } from '../../../../shared/domain/trail.ts'

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

/** Names of trails that are told. */
const MAX_NAMED = 5

export function noTrail(source: string, others: readonly string[]): Message {
  return message('trail-missing', { source, others: others.slice(0, MAX_NAMED) })
}

export function trailUnknown(source: string, { service, action, region, code }: CloudError): Message {
  return message('trail-untold', { source, call: message('call-failed', { service, action, region, code }) })
}

/** Of a bucket or a logstore that cannot be read at all. */
export function placeRefused(source: string, { code }: CloudError): Message {
  if (code === 'NoSuchBucket') return message('bucket-not-there', { source })
  if (code === 'PermanentRedirect') return message('bucket-in-another-region', { source })
  return message('source-refused', { source, code })
}
