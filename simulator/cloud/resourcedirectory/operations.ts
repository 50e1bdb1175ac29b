import { numberedPage } from '../http/numbered-page.ts'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operation, Operations } from '../service.ts'
import type { World } from '../world.ts'
import type { Folder, Member, ResourceDirectory } from './directory.ts'

/** PageSize of the lists: 1 to 100, and 10 without it (API reference of each). */
const PAGE = { least: 1, most: 100, standard: 10 }
/** ListAncestors' error codes: `r-` and 6 letters or digits, or `fd-` and 10. */
const FOLDER_ID = /^(r-[A-Za-z\d]{6}|fd-[A-Za-z\d]{10})$/

/** The lists of Resource Directory 2022-04-19. RAM knows the service as `resourcemanager`. */
export function directoryOperations(world: World): Operations {
  const ask = (action: string, kind: 'account' | 'folder', run: Operation['run']): Operation => ({
    resource: () => '*',
    permissions: ({ account }) => [
      { action: `resourcemanager:${action}`, resource: `acs:resourcemanager:*:${account.id}:${kind}/*` },
    ],
    run,
  })
  return {
    ListAccounts: ask('ListAccounts', 'account', (call) => {
      const asked = directoryOf(call, world)
      return page(call, asked.members, (shown) => ({
        Accounts: { Account: shown.map((each) => memberOf(each, asked)) },
      }))
    }),
    ListAccountsForParent: ask('ListAccountsForParent', 'account', (call) => {
      const asked = directoryOf(call, world)
      const parent = folderOf(call, asked)
      const found = asked.members.filter(({ folder }) => folder === parent)
      return page(call, found, (shown) => ({ Accounts: { Account: shown.map((each) => memberOf(each, asked)) } }))
    }),
    ListFoldersForParent: ask('ListFoldersForParent', 'folder', (call) => {
      const asked = directoryOf(call, world)
      const parent = folderOf(call, asked)
      const found = asked.folders.filter((folder) => folder.parent === parent)
      return page(call, found, (shown) => ({ Folders: { Folder: shown.map(shownFolder) } }))
    }),
  }
}

/** Only the management account and delegated administrators may ask (ListAccounts, "Operation description"). The code is our guess. */
function directoryOf({ account }: ApiCall, { directory }: World): ResourceDirectory {
  const isMember = directory?.members.some(({ accountId }) => accountId === account.id)
  if (directory === undefined || (directory.managementAccount !== account.id && !isMember)) {
    const message =
      'The resource directory for the account is not enabled. We recommend that you first enable the resource directory for the account.'
    throw new Refusal(404, 'EntityNotExists.ResourceDirectory', message)
  }
  if (directory.managementAccount !== account.id && !directory.delegated.includes(account.id))
    throw new Refusal(403, 'NoPermission', 'You are not authorized to do this action. You should be authorized by RAM.')
  return directory
}

/** The root folder where none is named. */
function folderOf({ params }: ApiCall, { rootFolder, folders }: ResourceDirectory): string {
  const asked = params.get('ParentFolderId') ?? rootFolder
  if (!FOLDER_ID.test(asked)) throw invalid('ParentFolderId')
  if (asked !== rootFolder && !folders.some(({ id }) => id === asked))
    throw new Refusal(404, 'EntityNotExists.Folder', 'The resource directory folder does not exist.')
  return asked
}

function page<T>(
  { params }: ApiCall,
  items: readonly T[],
  wrap: (shown: T[]) => Record<string, unknown>,
): Record<string, unknown> {
  return numberedPage(params, items, wrap, { range: PAGE, invalid })
}

function invalid(name: string): Refusal {
  return new Refusal(400, `InvalidParameter.${name}`, `The ${name} is invalid.`)
}

function memberOf({ accountId, folder, status, type, displayName, joinedAt }: Member, asked: ResourceDirectory) {
  return {
    ...{ AccountId: accountId, Status: status, Type: type, DisplayName: displayName, FolderId: folder },
    ...{ ResourceDirectoryId: asked.id, JoinMethod: 'created', JoinTime: joinedAt, ModifyTime: joinedAt },
    ResourceDirectoryPath: [asked.id, ...pathOf(folder, asked), accountId].join('/'),
  }
}

function pathOf(id: string, asked: ResourceDirectory): string[] {
  const folder = asked.folders.find((each) => each.id === id)
  return folder === undefined ? [asked.rootFolder] : [...pathOf(folder.parent, asked), id]
}

function shownFolder({ id, name }: Folder) {
  return { FolderId: id, FolderName: name, CreateTime: '2021-01-18T08:01:50Z' }
}
