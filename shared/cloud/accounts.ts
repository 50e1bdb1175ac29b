import { message } from '../domain/messages/message.ts'
import type { Account, Cloud } from './cloud.ts'
import type { CallOptions, CredentialSource } from './credential-source.ts'
import { CloudError } from './errors.ts'
import type { Sts } from './sts.ts'

/** `acs:ram::<account id>:role/<name>` */
const ROLE_ARN = /^acs:ram::(\d+):role\/.+$/

/** The account that an entry of CMK_ACCOUNTS stands for: an account id, or the ARN of a role in it. */
export function entryAccount(entry: string): Account {
  const accountId = ROLE_ARN.exec(entry)?.[1]
  return accountId === undefined ? { accountId: entry } : { accountId, roleArn: entry }
}

/** Finds out which of the configured accounts can be entered; `sourceOf` gives the credentials of an account's role. */
export async function enterAccounts(
  entries: readonly string[],
  sts: Sts,
  sourceOf: (account: Account) => CredentialSource,
  options: CallOptions = {},
): ReturnType<Cloud['accounts']> {
  const { accountId: own } = await sts.caller(options)
  if (entries.length === 0) return { accounts: [{ accountId: own }], refused: [] }
  const wanted = new Map<string, Account>()
  for (const account of entries.map(entryAccount)) {
    if (!wanted.has(account.accountId)) wanted.set(account.accountId, account)
  }
  const accounts: Account[] = []
  const refused: { account: string; error: Error }[] = []
  await Promise.all(
    [...wanted.values()].map(async (account) => {
      try {
        if (account.roleArn !== undefined) await sourceOf(account).get(options)
        else if (account.accountId !== own) throw needsRole(account.accountId)
        accounts.push(account)
      } catch (error) {
        if (!(error instanceof CloudError) || error.kind === 'aborted') throw error
        refused.push({ account: account.accountId, error })
      }
    }),
  )
  const order = [...wanted.keys()]
  accounts.sort((a, b) => order.indexOf(a.accountId) - order.indexOf(b.accountId))
  refused.sort((a, b) => order.indexOf(a.account) - order.indexOf(b.account))
  return { accounts, refused }
}

function needsRole(accountId: string): CloudError {
  return new CloudError({
    ...{ service: 'sts', action: 'AssumeRole', region: '', kind: 'denied', code: 'NoRole' },
    advice: message('account-needs-role', { account: accountId }),
  })
}
