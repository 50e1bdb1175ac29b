import type { Scope } from '../scope.ts'

/** What verdicts are judged by besides the rule pack, each as its variable has it. */
export interface JudgedBy {
  readonly CMK_OBSERVATION_DAYS: string
  readonly CMK_OWN_CIDRS: string
  /** Of the region: `kst-…:software`; empty where none is configured. */
  readonly CMK_DESTINATION: string
}

/** A setting that an audit judged some accounts and regions by, and that is another now. */
export interface ChangedSetting {
  readonly setting: keyof JudgedBy
  readonly audited: string
  readonly now: string
  readonly scopes: readonly Scope[]
}

/** What the audit of each scope judged by, beside what would be used now. Of what it did not note nothing is said. */
export class ChangedSettings {
  readonly #found = new Map<string, { readonly change: ChangedSetting; readonly scopes: Scope[] }>()

  add({ accountId, region }: Scope, audited: Partial<JudgedBy>, now: JudgedBy): void {
    for (const setting of Object.keys(now) as (keyof JudgedBy)[]) {
      const before = audited[setting]
      if (before === undefined || before === now[setting]) continue
      const name = JSON.stringify([setting, before, now[setting]])
      const scopes = this.#found.get(name)?.scopes ?? []
      scopes.push({ accountId, region })
      this.#found.set(name, { change: { setting, audited: before, now: now[setting], scopes }, scopes })
    }
  }

  list(): readonly ChangedSetting[] {
    return [...this.#found.values()].map(({ change }) => change)
  }
}
