import { isNobody } from '../caller.ts'
import type { Finding, ReadinessRow } from '../readiness.ts'
import type { Instant } from '../time.ts'
import { type Decision, type DecisionValue, keyIdsOf } from './decision.ts'
import { newestDecisions, type Standing, standingDecisions } from './standing.ts'
import { agentSubject } from './statements.ts'

/** What people decided about a key, and what there is to decide. */
export interface AboutKey {
  /** What holds: about the key itself, its batch, and callers whose open calls may be calls with it. */
  readonly standing: readonly Standing[]
  /** The number of the last decision on a subject, by subject; what was withdrawn counts. */
  readonly numbers: ReadonlyMap<string, number>
  /** Callers of calls that events tie to no key, which hold the key at `unknown`. */
  readonly openCallers: readonly string[]
  /** Callers whose user agent reveals no language, and behind them those agents by what they call themselves. */
  readonly unknownCallers: readonly string[]
}

/** Rules whose callers are those of open calls, as `matchFromUses` has them. */
const OPEN_RULES: readonly string[] = ['unattributed-operation', 'unattributed-use']
const LANGUAGE_RULE = 'unknown-client'
/** No name of RAM's holds a character that hides or turns text around. */
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u

/** `decisions`: of the key's scope, in any order. */
export function aboutKey(row: ReadinessRow, decisions: readonly Decision[], at: Instant): AboutKey {
  const openCallers = callersOf(row, OPEN_RULES)
  const unknown = row.usage.callers.filter(({ client }) => client === 'unknown').map(({ principal }) => principal)
  const open = row.findings.filter(({ data }) => [data.clients ?? []].flat().includes('unknown'))
  const agents = namesOf(row.findings, [LANGUAGE_RULE], 'agents').map(agentSubject)
  const unknownCallers = [
    ...distinct([...callersOf(row, [LANGUAGE_RULE]), ...namesOf(open, OPEN_RULES, 'callers'), ...unknown]),
    ...distinct(agents),
  ]
  const callers = new Set([...openCallers, ...unknownCallers, ...row.usage.callers.map(({ principal }) => principal)])
  const concerns = (value: DecisionValue) =>
    keyIdsOf(value).includes(row.keyId) || ('principal' in value && callers.has(value.principal))
  return {
    standing: standingDecisions(decisions, at).filter(({ value }) => concerns(value)),
    numbers: new Map(newestDecisions(decisions).map(({ subject, number }) => [subject, number])),
    ...{ openCallers, unknownCallers },
  }
}

function callersOf({ findings }: ReadinessRow, rules: readonly string[]): readonly string[] {
  return distinct(namesOf(findings, rules, 'callers'))
}

function namesOf(
  findings: readonly Finding[],
  rules: readonly string[],
  list: 'callers' | 'agents',
): readonly string[] {
  const named = findings.filter(({ rule }) => rules.includes(rule)).flatMap(({ data }) => [data[list] ?? []].flat())
  return named.filter((name): name is string => typeof name === 'string')
}

function distinct(principals: readonly string[]): readonly string[] {
  return [...new Set(principals)].filter((principal) => !isNobody(principal) && !ODD.test(principal)).sort()
}
