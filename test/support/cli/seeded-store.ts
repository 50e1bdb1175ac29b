import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Decision } from '../../../shared/domain/decisions/decision.ts'
import type { ScopeInstances } from '../../../shared/domain/instances/known-instances.ts'
import type { Change, Diagnostic, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { atFileEnd } from '../at-file-end.ts'

export interface Seed {
  readonly rows?: readonly ReadinessRow[]
  readonly changes?: readonly Change[]
  readonly decisions?: readonly Decision[]
  /** Of one scope, each. */
  readonly diagnostics?: readonly Diagnostic[]
  readonly instances?: readonly ScopeInstances[]
  /** When the accounts of the diagnostics were audited last; ISO 8601 UTC. */
  readonly lastRun?: string
}

/** A folder that is gone after the tests of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-readiness-cli-'))
  atFileEnd(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A folder with a store in it, where the program looks for one by default. */
export async function seededStore({
  rows = [],
  changes = [],
  decisions = [],
  diagnostics = [],
  instances = [],
  lastRun,
}: Seed): Promise<string> {
  const folder = await temporaryFolder()
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'cmk-readiness.db') }, { mode: 'write' })
  await store.readiness.put(rows)
  await store.history.put(changes)
  for (const each of decisions) await store.decisions.add(each)
  for (const each of instances) {
    const progress = new ScopeProgress(store, scopeId(each))
    if (each.reading) await progress.putInstances(each.reading)
    if (each.peak) await progress.putPeakUse(each.peak, 1)
  }
  for (const each of diagnostics) {
    const scope = scopeId({ accountId: each.accountId, region: each.region ?? '*' })
    await new ScopeProgress(store, scope).putDiagnostics(each.stage, [each])
    if (lastRun === undefined) continue
    const progress = new ScopeProgress(store, accountScope(each.accountId))
    await progress.putRunPlan({ run: 'run', asOf: lastRun, regions: [] })
  }
  await store.close()
  return folder
}
