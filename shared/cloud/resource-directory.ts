import * as z from 'zod'
import { message } from '../domain/messages/message.ts'
import { normalForm } from '../domain/normal-form.ts'
import { contradictionOfPage } from './contradiction.ts'
import type { CallOptions } from './credential-source.ts'
import { CloudError } from './errors.ts'
import { listAllPages, MAX_ITEMS, type Page } from './paging.ts'
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
const page = { TotalCount: z.int().min(0).max(MAX_ITEMS), PageNumber: z.int().nullish(), PageSize: z.int().nullish() }
const numbersOf = (answer: { PageNumber?: number | null | undefined; PageSize?: number | null | undefined }) => ({
  ...{ pageNumber: answer.PageNumber ?? null, pageSize: answer.PageSize ?? null },
})

/** An id that is none would name no role, or another account's. */
const member = z
  .object({ AccountId: text.regex(/^\d{5,20}$/), Status: text })
  .transform(({ AccountId, Status }): DirectoryMember => {
    return { accountId: AccountId, status: Status, isActive: ACTIVE.has(normalForm(Status)) }
  })
const membersPage = z
  .object({ ...page, Accounts: z.object({ Account: z.array(member).nullish() }).nullish() })
  .transform((answer) => ({
    ...{ total: answer.TotalCount, items: answer.Accounts?.Account ?? [] },
    ...numbersOf(answer),
  }))
const foldersPage = z
  .object({ ...page, Folders: z.object({ Folder: z.array(z.object({ FolderId: text })).nullish() }).nullish() })
  .transform((answer) => ({
    ...{ total: answer.TotalCount, items: (answer.Folders?.Folder ?? []).map(({ FolderId }) => FolderId) },
    ...numbersOf(answer),
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

  async #list<T>(
    action: string,
    query: Query,
    schema: z.ZodType<Page<T> & { readonly pageNumber: number | null; readonly pageSize: number | null }>,
    idOf: (item: T) => string,
    options?: CallOptions,
  ): Promise<readonly T[]> {
    const items = await listAllPages((number) => {
      const asked = { ...query, PageNumber: number, PageSize: PAGE_SIZE }
      return this.#client.call(action, asked, schema, options, (answer) =>
        contradictionOfPage(answer, { number, size: PAGE_SIZE }),
      )
    }, idOf)
    if (items !== undefined) return items
    throw this.#client.error(action, {
      ...{ kind: 'bad-response', code: 'ListKeptChanging' },
      advice: message('list-kept-changing'),
    })
  }
}
