import * as z from 'zod'
import { message } from '../domain/messages/message.ts'
import { normalForm } from '../domain/normal-form.ts'
import type { CallOptions } from './credential-source.ts'
import { CloudError } from './errors.ts'
import { type NumberedPage, numberedList, PAGE_MEMBERS, pageNumbers } from './numbered-list.ts'
import type { Query, ServiceClient } from './service-client.ts'

export const DIRECTORY_VERSION = '2022-04-19'
/** Calls a second that are tried at most; the vendor's pages of the lists name no quota, those of their neighbours 20. */
export const DIRECTORY_QPS = 10
/** PageSize of all three lists: 1 to 100 (API reference). */
const PAGE_SIZE = 100

/**
 * Status of a member (ListAccounts): it is there once it was created or has accepted. Those that begin with `Promote` tell how far a resource
 * account is on its way to a cloud account: it is a member all the while.
 */
const ACTIVE: ReadonlySet<string> = new Set([
  'createsuccess',
  'invitesuccess',
  'promotesuccess',
  'promoteverifying',
  'promotefailed',
  'promoteexpired',
  'promotecancelled',
])

export interface DirectoryMember {
  readonly accountId: string
  /** The vendor's word. */
  readonly status: string
  readonly isActive: boolean
}

const text = z.string().trim().min(1)

/** An id that is none would name no role, or another account's. */
const member = z
  .object({ AccountId: text.regex(/^\d{5,20}$/), Status: text })
  .transform(({ AccountId, Status }): DirectoryMember => {
    return { accountId: AccountId, status: Status, isActive: ACTIVE.has(normalForm(Status)) }
  })
const membersPage = z
  .object({ ...PAGE_MEMBERS, Accounts: z.object({ Account: z.array(member).nullish() }).nullish() })
  .transform((answer) => ({ ...pageNumbers(answer), items: answer.Accounts?.Account ?? [] }))
const foldersPage = z
  .object({ ...PAGE_MEMBERS, Folders: z.object({ Folder: z.array(z.object({ FolderId: text })).nullish() }).nullish() })
  .transform((answer) => ({
    ...pageNumbers(answer),
    items: (answer.Folders?.Folder ?? []).map(({ FolderId }) => FolderId),
  }))

/** Resource Directory 2022-04-19, with the credentials of the management account or of a delegated administrator. */
export class ResourceDirectory {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** All members, or with the id of a folder those that lie in it and in the folders below it. Throws a `CloudError`. */
  async members(folder: string, options?: CallOptions): Promise<readonly DirectoryMember[]> {
    if (folder === '') return this.#list('ListAccounts', {}, membersPage, ({ accountId }) => accountId, options)
    const found = new Map<string, DirectoryMember>()
    for (const each of await this.#withSubfolders(folder, options)) {
      const query = { ParentFolderId: each }
      const inFolder = await this.#list(
        'ListAccountsForParent',
        query,
        membersPage,
        ({ accountId }) => accountId,
        options,
      )
      for (const one of inFolder) found.set(one.accountId, one)
    }
    return [...found.values()]
  }

  /** What to say of a member that is none yet, or none any more. */
  notActive(accountId: string, status: string): CloudError {
    return new CloudError({
      ...{ service: 'resourcedirectory', action: 'ListAccounts', region: '', kind: 'invalid', code: 'MemberNotActive' },
      advice: message('member-not-active', { account: accountId, status }),
    })
  }

  /** What to say where the folders that are to be audited hold nobody. */
  noMembers(): CloudError {
    return new CloudError({
      ...{ service: 'resourcedirectory', action: 'ListAccountsForParent', region: '', kind: 'not-found' },
      ...{ code: 'NoMembers', advice: message('directory-folder-empty') },
    })
  }

  /** Folders may lie five deep; one that turns up twice, because it was moved meanwhile, is read once. */
  async #withSubfolders(root: string, options?: CallOptions): Promise<readonly string[]> {
    const all = new Set([root])
    // A set that grows while it is walked through is walked through to its end.
    for (const folder of all) {
      const query = { ParentFolderId: folder }
      for (const each of await this.#list('ListFoldersForParent', query, foldersPage, (id) => id, options))
        all.add(each)
    }
    return [...all]
  }

  #list<T>(
    action: string,
    query: Query,
    schema: z.ZodType<NumberedPage<T>>,
    idOf: (item: T) => string,
    options?: CallOptions,
  ): Promise<readonly T[]> {
    return numberedList<T, NumberedPage<T>>(this.#client, { action, query, size: PAGE_SIZE, schema }, idOf, options)
  }
}
