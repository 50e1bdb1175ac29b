import type { TrailSettings } from '../../shared/cloud/evidence-setup.ts'
import { coversAll, isOwnProject, projectOf, type SetupTarget } from './target.ts'

/** The trails that an account has, a line each: which one is taken, and why each of the others serves or does not. */
export function trailsThere(trails: readonly TrailSettings[], target: SetupTarget): readonly string[] {
  return [...trails]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((trail) => {
      if (trail.name === target.trail) return `${trail.name}: is taken`
      const why = shortcomings(trail, target.accountId)
      return why.length === 0
        ? `${trail.name}: would serve as well (--trail ${trail.name})`
        : `${trail.name}: does not serve: ${why.join('; ')}`
    })
}

/** What a trail lacks to show every use of a key in a logstore of the account. */
function shortcomings(trail: TrailSettings, accountId: string): readonly string[] {
  const { eventRW, trailRegion, enabled, isOrganization } = trail
  const at = projectOf(trail)
  return [
    ...(isOrganization ? ["it is the organization's, and a history job is for trails of one account"] : []),
    ...(eventRW === 'All'
      ? []
      : [
          `EventRW ${eventRW} ${eventRW === 'Read' ? 'leaves out who aliases named' : 'leaves out every use of a key'}`,
        ]),
    ...(coversAll(trail) ? [] : [`it delivers events of ${trailRegion || 'no region'} only`]),
    ...(at === undefined ? ['it delivers nothing to Log Service'] : []),
    ...(at !== undefined && !isOwnProject(at, accountId)
      ? [`it delivers into a project of the account ${at.accountId}`]
      : []),
    ...(enabled ? [] : ['it is not started']),
  ]
}
