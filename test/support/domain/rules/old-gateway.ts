import type { AfterMove, CallerAfterMove, CallerState } from '../../../../shared/domain/after-move/after-move.ts'
import { judge } from '../../../../shared/domain/judge.ts'
import type { Finding, FindingData } from '../../../../shared/domain/readiness.ts'
import { renderFinding } from '../../../../shared/domain/rules/render-finding.ts'
import type { RulePack } from '../../../../shared/domain/rules/rule-packs.ts'
import { afterMove, keySnapshot, ruleContext } from '../case-factory.ts'

/** A key that has moved; what is not said is of a move whose callers have all gone over, under the page of 2023. */
export interface OldGatewayCase extends Partial<AfterMove> {
  readonly instance?: string | null
  readonly pack?: RulePack
}

/** What the rule `old-gateway-use` finds of it. */
export function findingOf({ instance = 'kst-1', pack = '2023-09', ...changes }: OldGatewayCase): Finding {
  const key = keySnapshot({ kind: 'instance', facts: { kmsInstanceId: instance } })
  const { findings } = judge(ruleContext({ key, afterMove: afterMove(changes) }), pack)
  const finding = findings.find(({ rule }) => rule === 'old-gateway-use')
  if (!finding) throw new Error('old-gateway-use did not fire')
  return finding
}

/** What people read of the finding. */
export function textsOf(given: OldGatewayCase) {
  const finding = findingOf(given)
  return { en: renderFinding(finding, 'en'), zh: renderFinding(finding, 'zh') }
}

/** What people read of a row that was stored with this data. */
export function textsOfStored(data: FindingData) {
  const finding = { rule: 'old-gateway-use', message: '', action: '', data }
  return { en: renderFinding(finding, 'en'), zh: renderFinding(finding, 'zh') }
}

/** A Java application that still has to change, unless `changes` says otherwise. */
export function caller(principal: string, state: CallerState, changes: Partial<CallerAfterMove> = {}): CallerAfterMove {
  return {
    ...{ principal, state, left: true, clients: ['java'], operations: ['Decrypt'] },
    ...{ calls: 3, failures: 0, instanceCalls: 0, lastSeenAt: '2026-11-19T01:00:00Z', events: [] },
    ...changes,
  }
}
