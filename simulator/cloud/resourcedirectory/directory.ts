/** The Resource Directory of a company. */
export interface ResourceDirectory {
  id: string
  /** The account that made it. It lies in the root folder and is no member. */
  managementAccount: string
  /** Members that are administrators of a trusted service, and may list the others. */
  delegated: string[]
  /** `r-…`; every other folder lies below it. */
  rootFolder: string
  folders: Folder[]
  members: Member[]
}

export interface Folder {
  /** `fd-…` */
  id: string
  name: string
  parent: string
}

export interface Member {
  accountId: string
  folder: string
  /** `CreateSuccess`, `InviteSuccess`, `PromoteVerifying` and their like. */
  status: string
  type: 'CloudAccount' | 'ResourceAccount'
  displayName: string
  joinedAt: string
}

export const ROOT_FOLDER = 'r-Wm00aa'

/** A directory without folders, whose members are those of `accountIds`. */
export function directory(
  managementAccount: string,
  accountIds: readonly string[],
  fields: Partial<ResourceDirectory> = {},
): ResourceDirectory {
  return {
    id: 'rd-3G00aa',
    managementAccount,
    delegated: [],
    rootFolder: ROOT_FOLDER,
    folders: [],
    members: accountIds.map((accountId) => member(accountId)),
    ...fields,
  }
}

/** A member in the root folder. */
export function member(accountId: string, fields: Partial<Member> = {}): Member {
  return {
    ...{
      accountId,
      folder: ROOT_FOLDER,
      status: 'CreateSuccess',
      type: 'ResourceAccount',
      displayName: `member ${accountId}`,
    },
    ...{ joinedAt: '2021-01-18T08:01:50Z', ...fields },
  }
}
