import { mayBeApplication } from '../../shared/domain/caller.ts'
import type { KeyCase, Use } from '../../shared/domain/case.ts'
import { type Coverage, gaps, type Interval } from '../../shared/domain/coverage.ts'
import { judge } from '../../shared/domain/judge.ts'
import { isCandidate, type KeySnapshot } from '../../shared/domain/key.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import { ownerOf } from '../../shared/domain/owner.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { CALLER_RULES } from '../../shared/domain/rules/packs.ts'
import type { RulePack } from '../../shared/domain/rules/rule-pack.ts'
import { wasMeant } from '../../shared/domain/rules/use-evidence.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import type { SourceProblem } from '../../shared/domain/source-proof.ts'
import type { LooseUse, Tally } from '../../shared/domain/tally.ts'
import { iso, MINUTE, parseInstant } from '../../shared/domain/time.ts'
import { summarizeUse } from '../../shared/domain/usage-summary.ts'
import type { Past } from './told.ts'

/** What the keys of a scope are judged on. */
export interface Evidence {
  readonly scope: Scope
  readonly asOf: string
  readonly pack: RulePack
  readonly keys: readonly KeySnapshot[]
  readonly tally: Tally
  /** Calls with an end that names no key. */
  readonly loose: ReturnType<Tally['loose']>
  /** Coverage of the full reading. */
  readonly covered: Coverage
  readonly gapReasons: readonly string[]
  /** What stands against the source of the scope. */
  readonly problem: SourceProblem | undefined
  windowOf(createdAt: string | null): Interval
  readonly ownRangesKnown: boolean
}

/** The row of one key, and the rules that decided it. */
export interface Judged {
  readonly row: ReadinessRow
  readonly deciding: readonly string[]
}

/** Judges one key. `past` is what its verdict was before this run. */
export function judgeKey(snapshot: KeySnapshot, evidence: Evidence, past: Past): Judged {
  const key = withoutFalseCreation(snapshot, evidence.tally)
  const subject = caseOf(key, evidence)
  const { verdict, findings, deciding } = judge(subject, evidence.pack)
  const { window } = subject
  const row: ReadinessRow = {
    ...evidence.scope,
    keyId: key.keyId,
    arn: key.arn,
    aliases: key.aliases,
    verdict,
    rules: evidence.pack,
    facts: key.facts,
    findings,
    usage: summarizeUse(subject.uses, evidence.tally.hoursOf(key.keyId)),
    observed: {
      from: iso(window.from),
      to: iso(window.to),
      complete: subject.gaps.length === 0 && subject.source === undefined,
      gaps: subject.gaps.map((gap) => ({ from: iso(gap.from), to: iso(gap.to) })),
    },
    checkedAt: evidence.asOf,
    changedAt: (past.verdict === verdict ? past.changedAt : undefined) ?? evidence.asOf,
    tags: key.tags,
    owner: ownerOf(key) ?? null,
    secrets: key.secrets,
    unread: key.unread,
  }
  return { row, deciding }
}

/** A key that was used before it is said to have been made: nobody knows how far back its window has to reach. */
function withoutFalseCreation(key: KeySnapshot, tally: Tally): KeySnapshot {
  const created = parseInstant(key.facts.createdAt)
  const used = tally.earliestOf(key.keyId)
  if (created === undefined || used === undefined || Date.parse(used) >= created - MINUTE) return key
  const reason = `DescribeKey: CreationDate ${iso(created)} lies after a call with the key at ${used}`
  return {
    ...key,
    facts: { ...key.facts, createdAt: null },
    unread: [...key.unread, { fact: 'createdAt', reason }],
  }
}

function caseOf(key: KeySnapshot, evidence: Evidence): KeyCase {
  const window = evidence.windowOf(key.facts.createdAt)
  const missing = gaps(window, evidence.covered)
  const subject = {
    key,
    window,
    gaps: missing,
    gapReasons: missing.length > 0 ? evidence.gapReasons : [],
    uses: evidence.tally.usesOf(key.keyId),
    unknownOperations: evidence.tally.unknownOperationsOf(key.keyId),
    unsettled: [],
    untied: [],
    ownRangesKnown: evidence.ownRangesKnown,
    ...(evidence.problem ? { source: { ...evidence.problem, region: evidence.scope.region } } : {}),
  }
  if (!isCandidate(key)) return subject
  const created = parseInstant(key.facts.createdAt)
  const { loose } = evidence
  const mayBe = ({ lastAt, among }: LooseUse) =>
    (created === undefined || Date.parse(lastAt) > created) && (among?.includes(key.keyId) ?? true)
  // Whatever is not said to sign only may encrypt.
  const encrypts = normalForm(key.facts.keyUsage ?? '') !== 'sign/verify'
  return {
    ...subject,
    unsettled: encrypts ? loose.deciding.filter((use) => wasMade(use) && mayBe(use)) : [],
    untied: loose.other.filter(
      (use) => mayBe(use) && CALLER_RULES.some((rule) => rule.check({ ...subject, uses: [use] })),
    ),
  }
}

/** A call that an application meant, or may have meant, and that was not refused: what it touched, it blocks. */
function wasMade(use: Use): boolean {
  return mayBeApplication(use.caller) && wasMeant(use)
}
