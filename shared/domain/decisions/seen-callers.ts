import { isMessage } from '../messages/message.ts'
import { nearest } from '../nearest.ts'
import type { ReadinessRow } from '../readiness.ts'
import { listOf, numberOf, textsOf } from '../rules/finding-data.ts'
import type { DecisionValue } from './decision.ts'
import { agentSubject } from './statements.ts'

/** A statement about somebody of whom no row shows a call. */
export interface StatementDoubt {
  readonly principal: string
  /** Who was seen and is called almost so. */
  readonly nearest?: string
  /** Whether the rows name all callers: long lists of them are cut. */
  readonly isWhole: boolean
}

/** The callers and agents that rows name, against which a statement is held. */
export class SeenCallers {
  readonly #names = new Set<string>()
  #isWhole = true

  constructor(rows: Iterable<ReadinessRow> = []) {
    for (const row of rows) this.add(row)
  }

  add({ usage, findings }: ReadinessRow): void {
    for (const { principal } of usage.callers) this.#names.add(principal)
    for (const { data } of findings) {
      for (const name of listOf(data, 'callers')) this.#names.add(name)
      for (const agent of listOf(data, 'agents')) this.#names.add(agentSubject(agent))
      for (const said of textsOf(data, 'statements'))
        if (isMessage(said) && 'principal' in said.params) this.#names.add(said.params.principal)
      if (numberOf(data, 'moreCallers') + numberOf(data, 'moreAgents') > 0) this.#isWhole = false
    }
    if (usage.moreCallers > 0) this.#isWhole = false
  }

  /** Undefined where the statement is about somebody who was seen, or is none. */
  doubtOf(value: DecisionValue | null): StatementDoubt | undefined {
    if (value?.kind !== 'keys-statement' && value?.kind !== 'client-statement') return undefined
    const { principal } = value
    if (this.#names.has(principal)) return undefined
    const near = nearest(principal, [...this.#names])
    return { principal, ...(near !== undefined && { nearest: near }), isWhole: this.#isWhole }
  }
}
