import type { JudgedBy } from '../domain/compare/changed-settings.ts'

/** Inventory has finished with a scope for a run. */
export interface InventoryMark {
  readonly run: string
  readonly asOf: string
  /** False: the region refused, and no key of it can be judged. */
  readonly ok: boolean
  readonly keys: number
}

/** A run of an account: what it set out to do. Kept under the account's own scope. */
export interface RunPlan {
  readonly run: string
  readonly asOf: string
  readonly regions: readonly string[]
}

/** Usage has come to an end for a run of an account. Kept under the account's own scope. */
export interface UsageMark {
  readonly run: string
  readonly asOf: string
  /** False: something of the trail is not read, and a process that has the time may resume. */
  readonly complete: boolean
  /** How many readings of the run have ended, this one among them; marks of earlier versions lack it. */
  readonly pass?: number
  /** How long the readings of the run have taken, in milliseconds; marks of earlier versions lack it. */
  readonly readFor?: number
  /** The process had no more time, and the night has: the next reading goes on where this one stopped. */
  readonly goesOn?: boolean
}

/** What the last run that read a scope had to cover, and how long the rest of it takes. Kept under the scope. */
export interface ReadingScope {
  readonly asOf: string
  /** Where the longest observation window of its keys begins; null where no key needs one. */
  readonly from: string | null
  /** About how long reading what is missing takes; null where nothing was read that tells. */
  readonly secondsLeft: number | null
}

/** Assess has judged a scope for a run. */
export interface AssessMark {
  readonly run: string
  readonly asOf: string
  readonly keys: number
  /** After how many readings of the trail it judged, by their mark; marks of earlier versions lack it. */
  readonly pass?: number
  /** The operator's own ranges that it judged by; marks of earlier versions lack them. */
  readonly ownRanges?: readonly string[]
  /** The settings that it judged by; marks of earlier versions lack them. */
  readonly judgedBy?: JudgedBy
}
