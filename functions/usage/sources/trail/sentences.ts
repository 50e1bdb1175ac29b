import type { CloudError } from '../../../../shared/cloud/errors.ts'
import { iso } from '../../../../shared/domain/time.ts'
import type { TrailProblem } from '../../../../shared/domain/trail.ts'

/** What stands against a trail, as a short phrase. */
export function trailProblem(trail: string, problem: TrailProblem): string {
  switch (problem.why) {
    case 'writes-only':
      return `the trail ${trail} delivers writes alone, and no use of a key is one`
    case 'another-region':
      return `the trail ${trail} delivers events of ${problem.regions.join(', ')} alone`
    case 'never-started':
      return `the trail ${trail} was never started`
    case 'stopped':
      return `the trail ${trail} was stopped${problem.at === undefined ? '' : ` at ${iso(problem.at)}`}`
    case 'delivery-failed':
      return `the trail ${trail} cannot deliver (${problem.code})${problem.lastAt === undefined ? '' : ` since ${iso(problem.lastAt)}`}`
    case 'nothing-delivered':
      return `the trail ${trail} has not delivered anything yet`
    case 'history-running':
      return `the trail ${trail} still delivers what happened since ${iso(problem.from)}`
  }
}

/** Names of trails that are told. */
const MAX_NAMED = 5

export function noTrail(source: string, others: readonly string[]): string {
  const named = others.slice(0, MAX_NAMED).join(', ')
  return `no trail delivers to ${source}${named === '' ? '' : ` (there are ${named}${others.length > MAX_NAMED ? ', …' : ''})`}`
}

export function trailUnknown(source: string, { summary }: CloudError): string {
  return `nobody knows which trail delivers to ${source}: ${summary}`
}

/** Of a bucket that cannot be read at all. */
export function bucketRefused(source: string, { code, summary }: CloudError): string {
  switch (code) {
    case 'NoSuchBucket':
      return `${source}: there is no such bucket`
    case 'PermanentRedirect':
      return `${source}: the bucket is in another region`
    default:
      return `${source} cannot be read: ${summary}`
  }
}

export function noArchiveThere(source: string): string {
  return `${source} holds no archive of a trail: there is no AliyunLogs/Actiontrail in it`
}
