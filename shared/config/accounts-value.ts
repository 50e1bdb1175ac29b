import * as z from 'zod'
import { list } from './values.ts'

export const ACCOUNTS_EXPECTED =
  'a comma list of account ids, role ARNs (acs:ram::<account id>:role/<name>), rd: (the members of the Resource Directory) and rd:<folder id> (those of a folder)'

/** `r-` of the root with 6 letters or digits, `fd-` of any other with 10 (ListAncestors, error codes: docs/vendor-facts.md, "Accounts and addresses"). */
const FOLDER = '(?:r-[A-Za-z\\d]{6}|fd-[A-Za-z\\d]{10})'
const FOLDER_TAKES = 'a folder has the id r- with 6 letters or digits behind it, or fd- with 10'

/** An account id, the ARN of a role, the Resource Directory (`rd:`) or a folder of it. */
const accountEntry = z.string().regex(new RegExp(`^(\\d{5,20}|acs:ram::\\d{5,20}:role/[\\w.@-]+|rd:|rd:${FOLDER})$`))

/** CMK_ACCOUNTS: an account is entered by one role. */
export const accountsValue = list(accountEntry).refine((entries) => accountOfTwoRoles(entries) === undefined)

/** Which item of CMK_ACCOUNTS is none, and what was probably meant by it; or which account has two roles. */
export function accountsHint(text: string): string {
  const items = text.split(',').map((item) => item.trim())
  const strange = items.find((item) => item !== '' && !accountEntry.safeParse(item).success)
  if (strange !== undefined) return `; "${strange}" is none of them${meant(strange)}`
  const twice = accountOfTwoRoles([...new Set(items)])
  return twice === undefined ? '' : `; account ${twice} has two roles in it, and is entered by one`
}

function meant(item: string): string {
  const [, folder] = /^(?:rd:?|)((?:fd|r)-[\w-]+)$/i.exec(item) ?? []
  if (folder !== undefined && !new RegExp(`^${FOLDER}$`).test(folder)) return `: ${FOLDER_TAKES}`
  if (folder !== undefined) return `, did you mean rd:${folder}?`
  return /^rd(:?|:rd-.*)$/i.test(item) ? ', did you mean rd:?' : ''
}

function accountOfTwoRoles(entries: readonly string[]): string | undefined {
  const accounts = entries.flatMap((entry) => /^acs:ram::(\d+):/.exec(entry)?.[1] ?? [])
  return accounts.find((account, at) => accounts.indexOf(account) !== at)
}
