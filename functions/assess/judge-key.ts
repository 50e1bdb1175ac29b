import { mayEncrypt } from '../../shared/domain/ability.ts'
import { mayBeApplication } from '../../shared/domain/caller.ts'
import { type Coverage, gaps, type Interval } from '../../shared/domain/coverage.ts'
import type { ShapeProblem } from '../../shared/domain/event-shape.ts'
import { judge } from '../../shared/domain/judge.ts'
import { isCandidate, type KeySnapshot } from '../../shared/domain/key.ts'
import { message, type Text } from '../../shared/domain/messages/message.ts'
import { ownerOf } from '../../shared/domain/owner.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { resourceEvidence } from '../../shared/domain/resources/key-resource.ts'
import type { RuleContext, Use } from '../../shared/domain/rule-context.ts'
import { CALLER_RULES } from '../../shared/domain/rules/registry.ts'
import type { RulePack } from '../../shared/domain/rules/rule-packs.ts'
import { wasMeant } from '../../shared/domain/rules/use-evidence.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import type { SourceProblem } from '../../shared/domain/source-proof.ts'
import { iso, MINUTE, parseInstant } from '../../shared/domain/time.ts'
import type { Unattributed, UnattributedUse, UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { summarizeUse } from '../../shared/domain/usage-summary.ts'
import type { MoveFollower } from './follow-moves.ts'
import type { PreviousVerdict } from './previous-verdicts.ts'

/** What the keys of a scope are judged on. */
export interface Evidence {
  readonly scope: Scope
  readonly asOf: string
  readonly pack: RulePack
  readonly keys: readonly KeySnapshot[]
  readonly aggregator: UsageAggregator
  readonly moves: MoveFollower
  /** Calls with an end that names no key. */
  readonly unattributed: Unattributed
  /** Calls that would be among them, had nobody said which keys they used. */
  readonly saidToBeOthers: Unattributed
  /** Coverage of the full reading. */
  readonly covered: Coverage
  readonly gapReasons: readonly Text[]
  /** What stands against the source of the scope. */
  readonly problem: SourceProblem | undefined
  /** What a probe found of the scope's events that contradicts what verdicts rest on. */
  readonly shapeProblem: ShapeProblem | undefined
  windowOf(createdAt: string | null): Interval
  readonly ownRangesKnown: boolean
  /** The KMS instance that keys of the scope move to. */
  readonly destination: RuleContext['destination']
}

/** The row of one key, and the rules that decided it. */
export interface Judged {
  readonly row: ReadinessRow
  readonly deciding: readonly string[]
}

/** Judges one key. `past` is what its verdict was before this run. */
export function judgeKey(snapshot: KeySnapshot, evidence: Evidence, past: PreviousVerdict): Judged {
  const key = withoutFalseCreation(snapshot, evidence.aggregator)
  const context = ruleContextOf(key, evidence)
  const { verdict, findings, deciding } = judge(context, evidence.pack)
  const { window } = context
  const row: ReadinessRow = {
    ...evidence.scope,
    keyId: key.keyId,
    arn: key.arn,
    aliases: key.aliases,
    verdict,
    rules: evidence.pack,
    facts: key.facts,
    findings,
    usage: summarizeUse(context.uses, evidence.aggregator.hoursOf(key.keyId), evidence.aggregator.weekOf(key.keyId)),
    observed: {
      from: iso(window.from),
      to: iso(window.to),
      complete: context.gaps.length === 0 && context.source === undefined,
      gaps: context.gaps.map((gap) => ({ from: iso(gap.from), to: iso(gap.to) })),
    },
    checkedAt: evidence.asOf,
    changedAt: (past.verdict === verdict ? past.changedAt : undefined) ?? evidence.asOf,
    tags: key.tags,
    owner: ownerOf(key) ?? null,
    secrets: key.secrets,
    unread: key.unread,
    ...(context.afterMove && { afterMove: context.afterMove }),
    ...resourceEvidence(key),
  }
  return { row, deciding }
}

/** A key that was used before it is said to have been made: nobody knows how far back its window has to reach. */
function withoutFalseCreation(key: KeySnapshot, aggregator: UsageAggregator): KeySnapshot {
  const created = parseInstant(key.facts.createdAt)
  const used = aggregator.earliestOf(key.keyId)
  if (created === undefined || used === undefined || Date.parse(used) >= created - MINUTE) return key
  const reason = message('used-before-creation', { created: iso(created), used })
  return {
    ...key,
    facts: { ...key.facts, createdAt: null },
    unread: [...key.unread, { fact: 'createdAt', reason }],
  }
}

function ruleContextOf(key: KeySnapshot, evidence: Evidence): RuleContext {
  const window = evidence.windowOf(key.facts.createdAt)
  const missing = gaps(window, evidence.covered)
  const afterMove = evidence.moves.follow(key, evidence)
  const context = {
    key,
    window,
    gaps: missing,
    gapReasons: missing.length > 0 ? evidence.gapReasons : [],
    uses: evidence.aggregator.usesOf(key.keyId),
    unknownOperations: evidence.aggregator.unknownOperationsOf(key.keyId),
    unattributedDeciding: [],
    unattributedOther: [],
    saidToBeOthers: [],
    ownRangesKnown: evidence.ownRangesKnown,
    ...(afterMove && { afterMove }),
    ...(evidence.destination && { destination: evidence.destination }),
    ...(evidence.problem ? { source: { ...evidence.problem, region: evidence.scope.region } } : {}),
  }
  if (!isCandidate(key)) return context
  const created = parseInstant(key.facts.createdAt)
  const { unattributed } = evidence
  const mayBe = ({ lastAt, among }: UnattributedUse) =>
    (created === undefined || Date.parse(lastAt) > created) && (among?.includes(key.keyId) ?? true)
  const encrypts = mayEncrypt(key.facts)
  const shape = encrypts ? evidence.shapeProblem : undefined
  const restsOnAgents = [...context.uses, ...unattributed.other.filter(mayBe)].some(({ caller }) =>
    mayBeApplication(caller),
  )
  const isContradicted = shape !== undefined && (shape.why !== 'agents-changed' || restsOnAgents)
  const deciding = (uses: Unattributed) => (encrypts ? uses.deciding.filter((use) => wasMade(use) && mayBe(use)) : [])
  const other = (uses: Unattributed) =>
    uses.other.filter((use) => mayBe(use) && CALLER_RULES.some((rule) => rule.check({ ...context, uses: [use] })))
  return {
    ...context,
    ...(isContradicted && !evidence.problem ? { source: { ...shape, region: evidence.scope.region } } : {}),
    unattributedDeciding: deciding(unattributed),
    unattributedOther: other(unattributed),
    saidToBeOthers: [...deciding(evidence.saidToBeOthers), ...other(evidence.saidToBeOthers)].filter(
      ({ said = [] }) => !said.some(({ value }) => value.kind === 'keys-statement' && value.keyIds.includes(key.keyId)),
    ),
  }
}

/** A call that an application meant, or may have meant, and that was not refused: what it touched, it blocks. */
function wasMade(use: Use): boolean {
  return mayBeApplication(use.caller) && wasMeant(use)
}
