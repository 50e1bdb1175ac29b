import { isCandidate } from './key.ts'
import type { Finding, FindingData } from './readiness.ts'
import type { RuleContext } from './rule-context.ts'
import { RULES } from './rules/registry.ts'
import { renderFinding } from './rules/render-finding.ts'
import type { Rule, RuleMatch } from './rules/rule.ts'
import { type RulePack, rulePack } from './rules/rule-packs.ts'
import { compareEffects, decidesAlone, type Effect, type Verdict } from './verdict.ts'

/** What the rules say of one key together. */
export interface Judgement {
  readonly verdict: Verdict
  /** Worst first, then in the order of the rules. */
  readonly findings: readonly Finding[]
  /** The rules whose effect is the verdict; none when nothing stands against `ready`. */
  readonly deciding: readonly string[]
}

interface Hit {
  readonly rule: Rule
  readonly fired: RuleMatch
  readonly effect: Effect
  readonly source: string
}

/** Judges a key under a rule pack. A scope rule that fires decides alone, and all else is a note; otherwise the worst finding wins. */
export function judge(context: RuleContext, pack: RulePack): Judgement {
  const { rules } = rulePack(pack)
  const asked = RULES.filter((rule) => rule.appliesTo === 'key' || isCandidate(context.key))
  const hits = asked.flatMap((rule): Hit[] => {
    const stance = rules[rule.id]
    const fired = stance === null ? undefined : rule.check(context)
    if (stance === null || fired === undefined) return []
    return [{ rule, fired, effect: fired.effect ?? stance.effect, source: fired.source ?? stance.source }]
  })
  const scope = hits.find(({ effect }) => decidesAlone(effect))
  const findings = hits.map((hit) => findingOf(hit, pack, scope)).sort((a, b) => compareEffects(a.effect, b.effect))
  const worst = findings[0]?.effect ?? 'note'
  const verdict = worst === 'note' ? 'ready' : worst
  return { verdict, findings, deciding: findings.filter(({ effect }) => effect === verdict).map(({ rule }) => rule) }
}

function findingOf({ rule, fired, effect, source }: Hit, pack: RulePack, scope: Hit | undefined): Finding {
  const isAside = scope !== undefined && scope.rule !== rule
  const data: FindingData = { ...fired.data, pack, ...(isAside && { decidedBy: scope.rule.id }) }
  const { message, action } = renderFinding({ rule: rule.id, message: '', action: '', data }, 'en')
  return {
    rule: rule.id,
    effect: isAside ? 'note' : effect,
    message,
    action,
    source,
    events: (fired.events ?? []).map(({ id }) => id),
    data,
  }
}
