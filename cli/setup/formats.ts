import type { Wish } from '../../functions/setup/target.ts'

export const SETUP_FORMATS = ['commands', 'terraform', 'ros', 'policy'] as const

/** What `evidence setup` was given. */
export interface SetupOptions extends Wish {
  readonly format: (typeof SETUP_FORMATS)[number]
  readonly apply: boolean
  readonly yes: boolean
  readonly changeTrail: boolean
  /** Minutes. */
  readonly timeout: number
}
