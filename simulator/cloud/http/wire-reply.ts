/** An answer as it goes over the wire. */
export interface Reply {
  readonly status: number
  /** The error code; empty: success. */
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Logs that it holds. */
  readonly logs?: number
}
