import type { Decision, DecisionValue } from '../../shared/domain/decisions/decision.ts'
import { ClosestNames, NamedRows } from '../../shared/domain/find-key.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
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
  { store, findBatch }: { readonly store: Tables; readonly findBatch: FindBatch },
): Promise<DecisionValue> {
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
      const keys = await Promise.all(decided.keys.map((key) => keyOf(scope, key, store)))
      return {
        kind: 'keys-statement',
        principal: decided.principal,
        keyIds: [...new Set(keys.map(({ keyId }) => keyId))].sort(),
      }
    }
    case 'client-statement':
      return { kind: 'client-statement', principal: decided.principal, client: decided.client }
    case 'batch':
      return nextOfBatch(decided, before, findBatch)
  }
}

async function keyOf(scope: Scope, reference: string, { readiness }: Tables): Promise<ReadinessRow> {
  const named = new NamedRows(reference)
  const closest = new ClosestNames(reference)
  for await (const row of readiness.list(scopeId(scope))) if (!named.add(row)) closest.add(row)
  const [first, ...others] = named.rows()
  if (first && others.length === 0) return first
  const where = `${scope.region} of account ${scope.accountId}`
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
}
