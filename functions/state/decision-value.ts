import { hasMigrationSdk, isNobody } from '../../shared/domain/caller.ts'
import { agentProduct, isOtherLanguage } from '../../shared/domain/client.ts'
import type { ClientStatement, Decision, KnownValue } from '../../shared/domain/decisions/decision.ts'
import { agentSubject } from '../../shared/domain/decisions/statements.ts'
import { ClosestNames, NamedRows } from '../../shared/domain/find-key.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'
import { DecisionProblem } from './decision-problem.ts'
import type { Decided } from './decision-request.ts'
import { type FindBatch, nextOfBatch } from './next-of-batch.ts'

type Tables = Pick<Store, 'readiness'>

/** What was decided, with the keys that it names found in the table. Throws a `DecisionProblem` where one is not there. */
export async function decidedValue(
  scope: Scope,
  decided: Exclude<Decided, { readonly kind: 'withdrawal' }>,
  before: readonly Decision[],
  { store, findBatch, now }: { readonly store: Tables; readonly findBatch: FindBatch; readonly now: Instant },
): Promise<KnownValue> {
  switch (decided.kind) {
    case 'owner': {
      const { keyId } = await keyOf(scope, decided.key, store)
      return { kind: 'owner', keyId, owner: decided.owner }
    }
    case 'waiver': {
      const { keyId, findings } = await keyOf(scope, decided.key, store)
      if (!findings.some(({ rule }) => rule === decided.rule))
        throw new DecisionProblem(
          'not-found',
          `${decided.rule} did not fire for ${keyId}; what fired: ${findings.map(({ rule }) => rule).join(', ') || 'nothing'}.`,
        )
      return { kind: 'waiver', keyId, rule: decided.rule }
    }
    case 'keys-statement': {
      if (decided.principal.startsWith(AGENT))
        throw new DecisionProblem(
          'invalid',
          `Which keys were used is said of a principal such as role/orders, not of ${decided.principal}.`,
        )
      requireSomebody(decided.principal)
      const keys = await keysOf(scope, decided.keys, store)
      return {
        kind: 'keys-statement',
        principal: decided.principal,
        keyIds: [...new Set(keys.map(({ keyId }) => keyId))].sort(),
      }
    }
    case 'client-statement':
      return { kind: 'client-statement', principal: callerNamed(decided), client: decided.client }
    case 'batch':
      return nextOfBatch(decided, before, { findBatch, now })
  }
}

/** How a statement names all callers whose user agent has a name. */
const AGENT = agentSubject('')

/** A principal as it is given, an agent as usage rows have it: `agent/Orders-Service/2.1` is `agent/orders-service`. */
function callerNamed({ principal, client }: Pick<ClientStatement, 'principal' | 'client'>): string {
  requireSomebody(principal)
  if (!principal.startsWith(AGENT)) return principal
  const product = agentProduct(principal.slice(AGENT.length))
  if (product !== undefined && isOtherLanguage(product) && hasMigrationSdk(client))
    throw new DecisionProblem(
      'invalid',
      `${product} is another language or tool than ${client}: its user agent says so.`,
    )
  if (product !== undefined) return agentSubject(product)
  throw new DecisionProblem(
    'invalid',
    `"${principal}" names no agent: it takes agent/ and the first product of the user agent, such as agent/orders-service.`,
  )
}

/** Kinds of identities that are no application of anybody's: no statement is asked for about them. */
const SERVICE = 'service/'

/** Throws for what no caller is called: what stands where an event names nobody, a cloud service, or a name without its kind. */
function requireSomebody(principal: string): void {
  if (isNobody(principal))
    throw new DecisionProblem(
      'invalid',
      `${principal} is whoever the events do not name, and nothing can be said of all of them.`,
    )
  if (!/^(root|[^/]+\/.+)$/.test(principal))
    throw new DecisionProblem(
      'invalid',
      `${principal} is no caller as rows name them: root, user/<name>, role/<name>, or agent/<product> of a language.`,
    )
  if (principal.startsWith(SERVICE))
    throw new DecisionProblem(
      'invalid',
      `${principal} is a cloud service, and no verdict waits for a word about those.`,
    )
}

async function keyOf(scope: Scope, reference: string, store: Tables): Promise<ReadinessRow> {
  const [row] = await keysOf(scope, [reference], store)
  return row as ReadinessRow
}

/** The keys of a scope that go by these names: those that are ids are looked up, and the others found in one pass over its rows. */
async function keysOf(
  scope: Scope,
  references: readonly string[],
  { readiness }: Tables,
): Promise<readonly ReadinessRow[]> {
  const asked = await Promise.all(
    references.map(async (reference) => ({
      ...{ reference, row: await readiness.get(scopeId(scope), reference) },
      ...{ named: new NamedRows(reference), closest: new ClosestNames(reference) },
    })),
  )
  const unknown = asked.filter(({ row }) => row === undefined)
  if (unknown.length > 0)
    for await (const row of readiness.list(scopeId(scope)))
      for (const { named, closest } of unknown) if (!named.add(row)) closest.add(row)
  const where = `${scope.region} of account ${scope.accountId}`
  return asked.map(({ reference, row, named, closest }) => {
    const [first, ...others] = row ? [row] : named.rows()
    if (first && others.length === 0) return first
    if (first)
      throw new DecisionProblem(
        'invalid',
        `${others.length + 1} keys of ${where} are called ${reference}; give the id of one.`,
      )
    const names = closest.names()
    throw new DecisionProblem(
      'not-found',
      `No key of ${where} is called ${reference}.${names.length === 0 ? '' : ` Closest: ${names.join(', ')}.`}`,
    )
  })
}
