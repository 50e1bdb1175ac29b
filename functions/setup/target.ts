import type { TrailSettings } from '../../shared/cloud/evidence-setup.ts'
import { sourceText } from '../../shared/config/source-value.ts'
import { logstoreOfTrail, parseProjectArn } from '../../shared/domain/trail.ts'

/** What shall be there: a trail of one account that delivers into a logstore. */
export interface SetupTarget {
  readonly accountId: string
  /** Home of the trail. */
  readonly region: string
  readonly trail: string
  /** Where the project is: the same, unless a trail that is there delivers into another region. */
  readonly logRegion: string
  readonly project: string
  /** Days that the logstore shall keep at least. */
  readonly days: number
}

export const DEFAULT_TRAIL = 'cmk-readiness'
/** What ActionTrail gives the logstore that it makes (vendor's page "Create a single-account trail"). */
export const DEFAULT_DAYS = 180
/** The observation window, and a day for what is under way. */
export const MIN_DAYS = 91
/** Log Service takes it as for ever (API reference, CreateLogStore). */
export const MAX_DAYS = 3_650

/** Of a new trail (API reference, CreateTrail, Name: 6 to 36 characters, a lower-case letter first). Trails that are there may have others. */
const NEW_TRAIL_NAME = /^[a-z][a-z0-9_-]{5,35}$/
/** API reference, CreateProject: 3 to 63 characters. */
export const PROJECT_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/

/** Unique, as a project's name has to be among all customers: an account's id is. */
export function defaultProject(accountId: string): string {
  return `${DEFAULT_TRAIL}-${accountId}`
}

export function logstoreOf({ trail }: Pick<SetupTarget, 'trail'>): string {
  return logstoreOfTrail(trail)
}

export function projectArn({ logRegion, accountId, project }: SetupTarget): string {
  return `acs:log:${logRegion}:${accountId}:project/${project}`
}

/** Where a trail delivers in Log Service; undefined: nowhere. */
export function projectOf({ slsProjectArn }: Pick<TrailSettings, 'slsProjectArn'>) {
  return parseProjectArn(slsProjectArn)
}

/** The value of CMK_SOURCE that reads what was set up. */
export function sourceOf(target: SetupTarget): string {
  const { logRegion: region, project } = target
  return sourceText({ kind: 'sls', region, project, logstore: logstoreOf(target) })
}

/** What somebody asked for; the rest is found, or has a default. */
export interface Wish {
  readonly trail?: string
  readonly region?: string
  readonly project?: string
  readonly days?: number
}

/**
 * The target of a wish in an account that has these trails: without a name a trail that does already, else one to be made. `home` is the
 * region that is asked. Gives a problem where the wish and a trail contradict each other.
 */
export function targetOf(
  wish: Wish,
  {
    accountId,
    home,
    trails,
  }: { readonly accountId: string; readonly home: string; readonly trails: readonly TrailSettings[] },
): SetupTarget | { readonly problem: string } {
  const own = trails.filter(({ isOrganization }) => !isOrganization)
  const name = wish.trail ?? fitting(own, accountId)?.name ?? DEFAULT_TRAIL
  const there = own.find((each) => each.name === name)
  const region = wish.region ?? there?.homeRegion ?? home
  if (there && there.homeRegion !== region)
    return {
      problem: `The trail ${name} is at home in ${there.homeRegion}: leave --region out, or choose another --trail.`,
    }
  if (trails.some((each) => each.isOrganization && each.name === name))
    return {
      problem: `${name} is a trail of your organization, and the history job is for trails of one account: choose another --trail.`,
    }
  if (!there && !NEW_TRAIL_NAME.test(name))
    return {
      problem: `There is no trail ${name}${own.length === 0 ? '' : ` (trails that are there: ${own.map((each) => each.name).join(', ')})`}, and a new one takes 6 to 36 lower-case letters, digits, hyphens and underscores, a letter first: choose another --trail.`,
    }
  const at = there && projectOf(there)
  if (at && !isOwnProject(at, accountId))
    return {
      problem: `The trail ${name} delivers into a project of the account ${at.accountId}: run this with credentials of that account, or choose another --trail.`,
    }
  const project = wish.project ?? at?.project ?? defaultProject(accountId)
  const logRegion = at?.project === project ? at.region : region
  return { accountId, region, trail: name, logRegion, project, days: wish.days ?? DEFAULT_DAYS }
}

/** A trail that delivers all events of all regions into a project of the account; one that records before one that is stopped. */
function fitting(trails: readonly TrailSettings[], accountId: string): TrailSettings | undefined {
  const whole = trails.filter((trail) => {
    const at = projectOf(trail)
    return at !== undefined && isOwnProject(at, accountId) && isWhole(trail)
  })
  return whole.find(({ enabled }) => enabled) ?? whole[0]
}

/** It selects all events of all regions. */
export function isWhole(trail: TrailSettings): boolean {
  return trail.eventRW === 'All' && coversAll(trail)
}

/** It selects events of all regions. */
export function coversAll({ trailRegion }: Pick<TrailSettings, 'trailRegion'>): boolean {
  return trailRegion.split(',').some((each) => each.trim().toLowerCase() === 'all')
}

/** A project of the account; its own may leave the account empty. */
export function isOwnProject(project: { readonly accountId: string }, accountId: string): boolean {
  return ['', accountId].includes(project.accountId)
}

/** It delivers where the target wants it. */
export function deliversTo(trail: TrailSettings, { logRegion, project }: SetupTarget): boolean {
  const at = projectOf(trail)
  return at?.region === logRegion && at.project === project
}
