import type { AfterMove } from '../../shared/domain/after-move/after-move.ts'
import { followCallers, sharpenedBy } from '../../shared/domain/after-move/follow.ts'
import type { InstanceLogReading, Principals } from '../../shared/domain/after-move/instance-log.ts'
import type { Moved } from '../../shared/domain/after-move/moved.ts'
import { UsesAfterMove } from '../../shared/domain/after-move/uses-after-move.ts'
import { type Coverage, gaps } from '../../shared/domain/coverage.ts'
import { isRotating, type KeySnapshot } from '../../shared/domain/key.ts'
import { type RulePack, rulePack } from '../../shared/domain/rules/rule-packs.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'

/** Follows the callers of a scope's keys that have moved. Usage rows are added to `uses` while they are read. */
export class MoveFollower {
  readonly uses: UsesAfterMove
  readonly #moved: ReadonlyMap<string, Moved>
  readonly #logs: ReadonlyMap<string, InstanceLogReading>
  readonly #principals: Principals

  private constructor(
    moved: ReadonlyMap<string, Moved>,
    logs: ReadonlyMap<string, InstanceLogReading>,
    principals: Principals,
  ) {
    this.#moved = moved
    this.#logs = logs
    this.#principals = principals
    this.uses = new UsesAfterMove(moved)
  }

  static async open(
    keys: readonly KeySnapshot[],
    progress: Pick<ScopeProgress, 'instanceLogs' | 'principals'>,
  ): Promise<MoveFollower> {
    const instanceKeys = keys.filter((key) => key.kind === 'instance' && key.onceCandidate)
    if (instanceKeys.length === 0) return new MoveFollower(new Map(), new Map(), {})
    const logs = await progress.instanceLogs()
    const moved = instanceKeys.flatMap(({ keyId, moved: known, facts }) =>
      known ? [[keyId, sharpenedBy(known, keyId, logs.get(facts.kmsInstanceId ?? ''))] as const] : [],
    )
    return new MoveFollower(new Map(moved), logs, await progress.principals())
  }

  /** Undefined for a key that has not moved, or of which no run has seen the move. Asked once all rows are added. */
  follow(
    key: KeySnapshot,
    { asOf, pack, covered }: { readonly asOf: string; readonly pack: RulePack; readonly covered: Coverage },
  ): AfterMove | undefined {
    const moved = this.#moved.get(key.keyId)
    if (!moved) return undefined
    const since = { from: Date.parse(moved.by), to: Date.parse(asOf) }
    return followCallers(
      {
        keyId: key.keyId,
        moved,
        complete: since.from >= since.to || gaps(since, covered).length === 0,
        rotationOff: key.rotatedAt !== undefined && !isRotating(key.facts),
      },
      {
        uses: this.uses,
        log: this.#logs.get(key.facts.kmsInstanceId ?? ''),
        principals: this.#principals,
        applicationsKeepSdk: rulePack(pack).applicationsKeepSdk,
        asOf,
      },
    )
  }
}
