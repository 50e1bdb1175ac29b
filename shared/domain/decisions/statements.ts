import { hasMigrationSdk, isNobody, mayBeApplication } from '../caller.ts'
import { isOtherLanguage } from '../client.ts'
import { parseInstant } from '../time.ts'
import type { UsageRow } from '../usage.ts'
import type { ClientStatement, Decision, KeysStatement } from './decision.ts'
import { newestDecisions } from './standing.ts'

/** A statement as evidence: what was said, by whom and when. */
export type Statement<V extends KeysStatement | ClientStatement = KeysStatement | ClientStatement> = Pick<
  Decision,
  'by' | 'at' | 'until'
> & { readonly value: V }

/**
 * What people said of the calls of a scope that events leave open. A statement is about one principal, and about the calls that are made up
 * to its end: it never overrules what an event says.
 */
export class Statements {
  readonly #keys = new Map<string, Statement<KeysStatement>>()
  readonly #clients = new Map<string, Statement<ClientStatement>>()

  /** `decisions`: of one scope, in any order. */
  constructor(decisions: Iterable<Decision> = []) {
    for (const { value, by, at, until } of newestDecisions(decisions)) {
      if (value && 'principal' in value && isNobody(value.principal)) continue
      if (value?.kind === 'keys-statement') this.#keys.set(value.principal, { value, by, at, until })
      if (value?.kind === 'client-statement') this.#clients.set(value.principal, { value, by, at, until })
    }
  }

  /**
   * The keys that calls with an open end used, as somebody said. `among`: the keys that it can only be; `ability`: whether a key can have
   * been used by the calls. Where no key was named that can be that of all of them, the statement contradicts the evidence and settles nothing.
   */
  keysOf(
    row: Calls,
    among: readonly string[] | undefined,
    ability: (keyId: string) => Ability = () => 'all',
  ): Said | undefined {
    const statement = heldFor(this.#keys.get(row.caller.principal), row)
    if (!statement || !mayBeApplication(row.caller)) return undefined
    const keyIds = statement.value.keyIds.filter((id) => (among?.includes(id) ?? true) && ability(id) !== 'none')
    return keyIds.some((id) => ability(id) === 'all') ? { statement, keyIds } : undefined
  }

  /**
   * The language of a caller whose user agent reveals none, as somebody said: of that caller, or else of all whose agent has that name. An
   * agent that names a language without a contract word is none of the migration SDKs', whatever was said.
   */
  clientOf(row: Calls): Statement<ClientStatement> | undefined {
    if (row.caller.client !== 'unknown' || !mayBeApplication(row.caller)) return undefined
    const { principal, agent } = row.caller
    const ofAgent = agent === undefined ? undefined : this.#clients.get(agentSubject(agent))
    const said = heldFor(this.#clients.get(principal), row) ?? heldFor(ofAgent, row)
    const isContradicted = said && hasMigrationSdk(said.value.client) && agent !== undefined && isOtherLanguage(agent)
    return isContradicted ? undefined : said
  }
}

/** How a statement names all callers whose user agent begins with a product. No principal is called so: the kinds of those are the vendor's. */
export function agentSubject(agent: string): string {
  return `agent/${agent}`
}

/** How many of some calls can have used a key, by what the key is: `some` where it was created between them. */
export type Ability = 'all' | 'some' | 'none'

type Calls = Pick<UsageRow, 'caller' | 'lastAt'>

interface Said {
  readonly statement: Statement<KeysStatement>
  readonly keyIds: readonly string[]
}

/** A statement where it holds for calls; an end that nobody can read is over. */
function heldFor<S extends Statement>(statement: S | undefined, { lastAt }: Calls): S | undefined {
  if (!statement || statement.until === null) return statement
  const end = parseInstant(statement.until)
  return end !== undefined && Date.parse(lastAt) < end ? statement : undefined
}
