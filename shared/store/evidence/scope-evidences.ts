import pMap from 'p-map'
import { type Scope, scopeId } from '../../domain/scope.ts'
import { type ScopeEvidence, scopeEvidence } from '../../domain/scope-evidence.ts'
import { type Instant, parseInstant } from '../../domain/time.ts'
import { ScopeProgress } from '../scope-progress.ts'
import type { Store } from '../store.ts'
import { lastReading } from '../usage-lease.ts'
import { FORM, type KeptEvidence, keptEvidence } from './kept-evidence.ts'

type Tables = Pick<Store, 'progress'>

/** Leases that are read at once: each is one small row. */
const SIDE_BY_SIDE = 16

/** Keeps what the store says of a scope until its account is read again or a probe adds to it. Not while one of these is under way. */
export async function keepEvidence(store: Tables, scope: Scope): Promise<void> {
  // Before what it is said of: a reading that begins in between has another.
  const reading = await lastReading(store, scope.accountId)
  if (reading === undefined) return
  await keptEvidence(store).keep(
    scopeId(scope),
    async () => {
      const facts = await readFacts(store, scope)
      const asOf = parseInstant(facts.extent?.asOf)
      return asOf === undefined ? null : { value: { form: FORM, reading, evidence: evidenceOf(scope, facts, asOf) } }
    },
    (kept) => kept.form === FORM && kept.reading === reading,
  )
}

/** What is kept and still holds, by scope; of all accounts, or of some. What is not there has to be read. */
export async function keptEvidences(
  store: Tables,
  accounts?: readonly string[],
): Promise<ReadonlyMap<string, ScopeEvidence>> {
  const byAccount = new Map<string, KeptEvidence[]>()
  for (const account of accounts === undefined ? [undefined] : new Set(accounts)) {
    for await (const { value } of keptEvidence(store).list(account)) {
      if (value?.form !== FORM) continue
      const { accountId } = value.evidence
      const known = byAccount.get(accountId)
      if (known) known.push(value)
      else byAccount.set(accountId, [value])
    }
  }
  const holding = await pMap(
    byAccount,
    async ([accountId, all]) => {
      const reading = await lastReading(store, accountId)
      return all.filter((kept) => kept.reading === reading)
    },
    { concurrency: SIDE_BY_SIDE },
  )
  return new Map(holding.flat().map(({ evidence }) => [scopeId(evidence), evidence]))
}

/** `asOf`: what is said of a scope that no run has read. */
export async function readScopeEvidence(store: Tables, scope: Scope, asOf: Instant): Promise<ScopeEvidence> {
  const facts = await readFacts(store, scope)
  return evidenceOf(scope, facts, parseInstant(facts.extent?.asOf) ?? asOf)
}

async function readFacts(store: Tables, scope: Scope) {
  const progress = new ScopeProgress(store, scopeId(scope))
  const [extent, reading, proof, diagnostics, shapes] = await Promise.all([
    progress.readingScope(),
    progress.reading('all'),
    progress.sourceProof(),
    progress.diagnostics(),
    progress.eventShapes(),
  ])
  return { extent, reading, proof, diagnostics, shapes }
}

function evidenceOf(
  scope: Scope,
  { extent, reading, proof, diagnostics, shapes }: Awaited<ReturnType<typeof readFacts>>,
  asOf: Instant,
): ScopeEvidence {
  const from = parseInstant(extent?.from ?? undefined)
  return scopeEvidence({
    ...{ scope, asOf, reading, proof, shapes },
    window: from === undefined ? undefined : { from, to: asOf },
    secondsLeft: extent?.secondsLeft ?? undefined,
    reasons: diagnostics.filter(({ stage }) => stage === 'usage').map(({ message }) => message),
  })
}
