import type { CredentialSource } from '../cloud/credential-source.ts'

/** `read` never creates and never writes; `mark` writes marks only, `decide` decisions only; `write` creates what is missing. */
export type StoreMode = 'read' | 'mark' | 'decide' | 'write'

export interface StoreOptions {
  readonly mode: StoreMode
  /** With what calls of Tablestore are signed. */
  readonly credentials: CredentialSource
  /** Ends what the store waits for at once: the process must stop now. */
  readonly signal?: AbortSignal
}
