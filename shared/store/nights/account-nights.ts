import { changeEntry } from '../change-entry.ts'
import { COMPANY } from '../run-accounts.ts'
import type { AssessMark, RunPlan } from '../run-marks.ts'
import type { Store } from '../store.ts'

const PREFIX = 'night/'

/** How far the last run of an account has come. */
export interface AccountNight extends RunPlan {
  /** Regions that refused: no key of them can be judged. */
  readonly refused: readonly string[]
  /** By region that was judged: the place of the operator's own ranges, by which it was, among `ranges`. */
  readonly judged: Readonly<Record<string, number>>
  readonly ranges: readonly (readonly string[])[]
}

/**
 * The last run of each account, side by side, so that whoever looks at all accounts need not ask each for its plan and each region for its marks.
 * Plans and marks decide what is done next; this tells people, and is written before them: a job that is cut off in between is done again.
 */
export class AccountNights {
  readonly #progress: Store['progress']

  constructor({ progress }: Pick<Store, 'progress'>) {
    this.#progress = progress
  }

  /** By account. */
  async all(): Promise<ReadonlyMap<string, AccountNight>> {
    const all = new Map<string, AccountNight>()
    for await (const { name, value } of this.#progress.list(COMPANY, PREFIX))
      all.set(name.slice(PREFIX.length), value as AccountNight)
    return all
  }

  /** In place of an earlier run of the account. */
  begin(accountId: string, { run, asOf, regions }: RunPlan): Promise<void> {
    return this.#change(accountId, (night) => {
      if (night?.run === run) return { ...night, regions }
      return night && night.asOf > asOf ? undefined : newNight({ run, asOf, regions })
    })
  }

  refused(accountId: string, region: string, run: string): Promise<void> {
    return this.#change(accountId, (night) =>
      night?.run !== run || night.refused.includes(region)
        ? undefined
        : { ...night, refused: [...night.refused, region] },
    )
  }

  judged(accountId: string, region: string, mark: Pick<AssessMark, 'run' | 'ownRanges'>): Promise<void> {
    return this.#change(accountId, (night) => {
      if (night?.run !== mark.run) return undefined
      const next = withJudged(night, region, mark)
      return next.judged[region] === night.judged[region] ? undefined : next
    })
  }

  /** As it is, unless one of the account is there already. */
  keep(accountId: string, night: AccountNight): Promise<void> {
    return this.#change(accountId, (known) => (known === undefined ? night : undefined))
  }

  #change(accountId: string, change: (night: AccountNight | undefined) => AccountNight | undefined): Promise<void> {
    return changeEntry(this.#progress, COMPANY, `${PREFIX}${accountId}`, change)
  }
}

/** A run of which nothing is done yet. */
export function newNight({ run, asOf, regions }: RunPlan): AccountNight {
  return { run, asOf, regions, refused: [], judged: {}, ranges: [] }
}

/** The run with one more region judged. */
export function withJudged(
  night: AccountNight,
  region: string,
  { ownRanges = [] }: Pick<AssessMark, 'ownRanges'>,
): AccountNight {
  const known = night.ranges.findIndex((each) => each.join() === ownRanges.join())
  const [place, ranges] = known < 0 ? [night.ranges.length, [...night.ranges, ownRanges]] : [known, night.ranges]
  return { ...night, ranges, judged: { ...night.judged, [region]: place } }
}
