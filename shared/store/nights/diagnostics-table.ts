import type { Diagnostic } from '../../domain/readiness.ts'
import { COMPANY } from '../run-accounts.ts'
import type { Store } from '../store.ts'
import { isGathered } from './gathered.ts'
import { olderDiagnostics, olderDiagnosticsOf } from './older-diagnostics.ts'

const PREFIX = 'diagnostics/'

/** What one stage said of a scope. */
export interface SaidOfScope {
  readonly scope: string
  readonly diagnostics: readonly Diagnostic[]
}

/** What the last runs could not see of any scope, side by side, so that whoever looks at all scopes need not ask each. */
export class DiagnosticsTable {
  readonly #store: Pick<Store, 'progress'>

  constructor(store: Pick<Store, 'progress'>) {
    this.#store = store
  }

  /** In place of what the stage said of the scope before. */
  async put(
    scope: string,
    stage: Diagnostic['stage'],
    diagnostics: readonly Diagnostic[],
    fence?: number,
  ): Promise<void> {
    const { progress } = this.#store
    const name = `${PREFIX}${scope} ${stage}`
    // Most stages of most scopes have nothing to say: what is not there need not be read by who looks at all of them.
    if (diagnostics.length === 0 && !(await progress.get(COMPANY, name))) return
    await progress.put(COMPANY, [{ name, value: diagnostics }], fence)
  }

  /** Of one scope. */
  async of(scope: string): Promise<readonly Diagnostic[]> {
    const [gathered, said] = await Promise.all([isGathered(this.#store), this.#list(`${PREFIX}${scope} `)])
    return flat(gathered ? said : [...(await olderDiagnosticsOf(this.#store, scope)), ...said])
  }

  /** Of all scopes. */
  async all(): Promise<readonly Diagnostic[]> {
    return flat(await this.byScope())
  }

  /** Of all scopes, with the scope that each was put for. */
  async byScope(): Promise<readonly SaidOfScope[]> {
    const [gathered, said] = await Promise.all([isGathered(this.#store), this.#list(PREFIX)])
    return gathered ? said : [...(await olderDiagnostics(this.#store)), ...said]
  }

  async #list(prefix: string): Promise<readonly SaidOfScope[]> {
    const all: SaidOfScope[] = []
    for await (const { name, value } of this.#store.progress.list(COMPANY, prefix)) {
      const [scope = ''] = name.slice(PREFIX.length).split(' ')
      all.push({ scope, diagnostics: value as readonly Diagnostic[] })
    }
    return all
  }
}

function flat(said: readonly SaidOfScope[]): readonly Diagnostic[] {
  return said.flatMap(({ diagnostics }) => diagnostics)
}
