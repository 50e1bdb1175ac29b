/** Every call that waits can be cut off. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** Goes before the calls that wait for the same quota: others depend on what it answers. */
  readonly first?: boolean
}

/** What requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
}

/** Where credentials come from. Both methods throw a `CloudError`. */
export interface CredentialSource {
  get(options?: CallOptions): Promise<Credentials>
  /** Fresh ones in place of `stale`, which were refused; does nothing when they have been replaced meanwhile. */
  renew(stale: Credentials, options?: CallOptions): Promise<Credentials>
}
