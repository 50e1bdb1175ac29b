import { message } from '../domain/messages/message.ts'
import { sideBySide } from '../net/side-by-side.ts'
import type { Account, AccountList } from './cloud.ts'
import type { CallOptions, CredentialSource, Credentials } from './credential-source.ts'
import { CloudError } from './errors.ts'
import type { ResourceDirectory } from './resource-directory.ts'

/** `acs:ram::<account id>:role/<name>` */
const ROLE_ARN = /^acs:ram::(\d+):role\/.+$/
/** `rd:`, or `rd:<folder id>` */
const DIRECTORY = /^rd:(.*)$/

/** CMK_ACCOUNTS, taken apart. */
export interface AccountEntries {
  /** The accounts that are named, each once, in their order; one that has an ARN is entered by that role. */
  readonly named: ReadonlyMap<string, Account>
  /** What is asked of the Resource Directory: a folder's id, or `''` for all members. */
  readonly folders: readonly string[]
}

/** Takes the entries of CMK_ACCOUNTS apart. */
export function readEntries(entries: readonly string[]): AccountEntries {
  const named = new Map<string, Account>()
  const folders: string[] = []
  for (const entry of entries) {
    const folder = DIRECTORY.exec(entry)?.[1]
    const accountId = ROLE_ARN.exec(entry)?.[1]
    if (folder !== undefined) folders.push(folder)
    else if (accountId === undefined) named.set(entry, named.get(entry) ?? { accountId: entry })
    else if (named.get(accountId)?.roleArn === undefined) named.set(accountId, { accountId, roleArn: entry })
  }
  return { named, folders }
}

/** Whose account the program's own credentials are of. Throws a `CloudError`. */
export type OwnAccount = (options?: CallOptions) => Promise<string>

/**
 * The accounts that are to be audited, none of them entered. `rd:` stands for all members, and for the caller, who may list them only as the
 * management account or as a member himself. Members that are none yet are in `refused`. Throws a `CloudError` where not even the caller is
 * known, the directory refuses (part of a list is none), or nobody is in the folders that are named.
 */
export async function listAccounts(
  { named, folders }: AccountEntries,
  own: OwnAccount,
  directory: ResourceDirectory,
  options: CallOptions = {},
): Promise<AccountList> {
  const caller = await own(options)
  if (named.size === 0 && folders.length === 0) return { accounts: [{ accountId: caller }], refused: [] }
  const accounts = new Map(named)
  const refused = new Map<string, Error>()
  const add = (accountId: string) => accounts.set(accountId, accounts.get(accountId) ?? { accountId })
  for (const folder of folders) {
    const members = await directory.members(folder, options)
    if (folder === '') add(caller)
    for (const { accountId, status, isActive } of members) {
      if (isActive) add(accountId)
      else if (!accounts.has(accountId)) refused.set(accountId, directory.notActive(accountId, status))
    }
  }
  // A night of no accounts would end well, and nobody would look.
  if (accounts.size === 0 && refused.size === 0) throw directory.noMembers()
  return {
    accounts: [...accounts.values()],
    refused: [...refused].flatMap(([account, error]) => (accounts.has(account) ? [] : [{ account, error }])),
  }
}

/** Accounts that are entered at once: sessions cost a call each, and one that hangs must not hold up the others. */
const AT_ONCE = 32

/** Enters each of the accounts; those that cannot be entered are in `refused` besides those that were. */
export async function enterAccounts(
  { accounts, refused }: AccountList,
  sourceOf: (accountId: string) => CredentialSource,
  options: CallOptions = {},
): Promise<AccountList> {
  const ends = new Map<string, CloudError | undefined>()
  await sideBySide(accounts, AT_ONCE, async ({ accountId }) => {
    try {
      await sourceOf(accountId).get(options)
      ends.set(accountId, undefined)
    } catch (error) {
      if (!(error instanceof CloudError) || error.kind === 'aborted') throw error
      ends.set(accountId, error)
    }
  })
  const closed = accounts.flatMap(({ accountId: account }) => {
    const error = ends.get(account)
    return error ? [{ account, error }] : []
  })
  return { accounts: accounts.filter(({ accountId }) => !ends.get(accountId)), refused: [...refused, ...closed] }
}

/** Credentials of an account of which only the first call tells whether it is the caller's own. */
export class FoundCredentials implements CredentialSource {
  readonly #find: (options?: CallOptions) => Promise<CredentialSource>

  constructor(find: (options?: CallOptions) => Promise<CredentialSource>) {
    this.#find = find
  }

  async get(options?: CallOptions): Promise<Credentials> {
    return (await this.#find(options)).get(options)
  }

  async renew(stale: Credentials, options?: CallOptions): Promise<Credentials> {
    return (await this.#find(options)).renew(stale, options)
  }
}

/** An account that CMK_ACCOUNTS does not name, and that is not the caller's own. */
export function needsRole(accountId: string): CloudError {
  return new CloudError({
    ...{ service: 'sts', action: 'AssumeRole', region: '', kind: 'denied', code: 'NoRole' },
    advice: message('account-needs-role', { account: accountId }),
  })
}
