import type { AfterMove } from './after-move/after-move.ts'
import type { Caller } from './caller.ts'
import type { Coverage, Interval } from './coverage.ts'
import type { Statement } from './decisions/statements.ts'
import type { ShapeProblem } from './event-shape.ts'
import type { InstanceKind } from './instances/instance-kind.ts'
import type { KeySnapshot } from './key.ts'
import type { Text } from './messages/message.ts'
import type { SourceProblem } from './source-proof.ts'
import type { EventRef, Outcome } from './usage.ts'

/** All calls of one operation and outcome by one caller within the window. */
export interface Use {
  readonly caller: Caller
  readonly operation: string
  readonly outcome: Outcome
  readonly calls: number
  readonly failures: number
  readonly firstAt: string
  readonly lastAt: string
  /** Newest first, at most 10. */
  readonly events: readonly EventRef[]
  /** The VPCs of a `vpc` caller. */
  readonly vpcs?: readonly string[]
  /** Some of its calls came from VPCs whose ids are not known. */
  readonly otherVpcs?: true
  /** What people said, where that and not the events tells the key or the client. */
  readonly said?: readonly Statement[]
}

/** Everything that the rules may know of one key: what it is, what was done with it, and what is missing from that picture. */
export interface RuleContext {
  readonly key: KeySnapshot
  /** The observation window of this key. */
  readonly window: Interval
  /** What of the window was not read completely. */
  readonly gaps: Coverage
  /** Why the gaps are there, a short phrase each: `LookupEvents: Throttling.User`, `the nightly budget is used up`. */
  readonly gapReasons: readonly Text[]
  /** Cryptographic operations that were tied to this key, deciding ones included. Network is settled (`own-network` applied). */
  readonly uses: readonly Use[]
  /** Calls that name this key under an operation that is neither cryptographic nor known to be management. No part of `uses`. */
  readonly unknownOperations: readonly Use[]
  /** Deciding operations with an end that could not be settled and that may be this key. */
  readonly unattributedDeciding: readonly Use[]
  /** Other operations that tie to no key and may have been this one. */
  readonly unattributedOther: readonly Use[]
  /** Deciding and other calls that may have been this key by their events, and are others' as somebody said. Their `said` says who. */
  readonly saidToBeOthers: readonly Use[]
  /** What stands against the trail that the picture was read from, and of which region it is; undefined: it is proven. */
  readonly source?: (SourceProblem | ShapeProblem) & { readonly region: string }
  /** What became of the callers of a key that has moved; absent of any other. */
  readonly afterMove?: AfterMove
  /** The KMS instance that keys of the region move to, where one is configured. */
  readonly destination?: { readonly instance: string; readonly kind?: InstanceKind }
  /** True when the operator has said which public ranges are his (`CMK_OWN_CIDRS`). */
  readonly ownRangesKnown: boolean
}
