import pMap from 'p-map'
import type { Diagnostic } from '../../domain/readiness.ts'
import type { Store } from '../store.ts'

type Tables = Pick<Store, 'progress'>
type Stage = Diagnostic['stage']

const STAGES: readonly Stage[] = ['inventory', 'usage', 'assess']
/** Scopes that are asked side by side. */
const SIDE_BY_SIDE = 8

/** Where older versions kept what a stage said of a scope: with the scope, and also where it was nothing. */
export function olderName(stage: Stage): string {
  return `diagnostics/${stage}`
}

/** What a stage said of a scope. */
export interface OlderDiagnostics {
  readonly scope: string
  readonly stage: Stage
  readonly diagnostics: readonly Diagnostic[]
}

/** Of all scopes. Asks each. */
export async function olderDiagnostics(store: Tables): Promise<readonly OlderDiagnostics[]> {
  const all = STAGES.map(async (stage) => {
    const scopes = await store.progress.scopesWith(olderName(stage))
    return pMap(scopes, (scope) => olderOf(store, scope, stage), { concurrency: SIDE_BY_SIDE })
  })
  return (await Promise.all(all)).flat()
}

/** Of one scope, all stages. */
export function olderDiagnosticsOf(store: Tables, scope: string): Promise<readonly OlderDiagnostics[]> {
  return Promise.all(STAGES.map((stage) => olderOf(store, scope, stage)))
}

async function olderOf({ progress }: Tables, scope: string, stage: Stage): Promise<OlderDiagnostics> {
  const entry = await progress.get(scope, olderName(stage))
  return { scope, stage, diagnostics: (entry?.value ?? []) as readonly Diagnostic[] }
}
