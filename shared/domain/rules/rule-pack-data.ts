import type { Effect } from '../verdict.ts'
import type { RuleId } from './rule-id.ts'

/** What one dated text of the vendor's page makes of the rules. Another pack is a file in `packs/` and a line in `rule-packs.ts`. */
export interface RulePackData {
  /** The page's month, `YYYY-MM`. Rows name it: it stays. */
  readonly id: string
  /** Whether applications may go on with the SDK and the address that they have: the rules' texts say what to do by it. */
  readonly applicationsKeepSdk: boolean
  /** Whether secrets can follow the key that encrypts them. */
  readonly secretsMigrate: boolean
  /**
   * The effect of each rule, and the page and section that it stands on; a match may name a graver effect or another page. Null: the page knows
   * no such condition, and nobody is asked.
   */
  readonly rules: Readonly<Record<RuleId, { readonly effect: Effect; readonly source: string } | null>>
}
