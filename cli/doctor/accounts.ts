import type { Account } from '../../shared/cloud/cloud.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import type { Finding } from './finding.ts'
import { type AccountFinding, mergeByAccount } from './merge-by-account.ts'
import { adviceOf, type DoctorServices, failureIn } from './services.ts'

/** Accounts of one failure that are named: each has to be mended. */
const REFUSED = 20

/** Which of the configured accounts can be entered, and why the others cannot. */
export async function checkAccounts(
  services: DoctorServices,
): Promise<{ readonly accounts: readonly Account[]; readonly findings: readonly Finding[] }> {
  const check = 'accounts'
  const { cloud, within } = services
  try {
    const { accounts, refused } = await cloud.accounts({ signal: within })
    const { accountId: own } = await cloud.caller({ signal: within })
    const none = accounts.length === 0 ? ({ fatal: true } as const) : {}
    const entered = accounts.map(({ accountId, roleArn }): AccountFinding => {
      return {
        accountId,
        check,
        status: 'ok',
        before: roleArn === undefined && accountId === own ? "the caller's own" : 'a role was assumed in',
      }
    })
    const closed = refused.map(({ account, error }) => ({ account, failure: failureIn(error, CloudError, services) }))
    // The same failure of many accounts is told once, with what there is to say of it: of a member that is none yet, how far it is.
    const alike = groupBy(closed, ({ account, failure: { summary, advice } }) =>
      [summary, advice].map((text) => inEnglish(text).replaceAll(account, '')).join(),
    )
    const told = [...alike.values()].map((group): Finding => {
      const [{ failure } = {}] = group
      const why = failure ? inEnglish(failure.summary) : ''
      const [first = '', ...others] = group.map(({ account }) => account)
      const which = others.length === 0 ? first : `${group.length} accounts (${firstFew([first, ...others], REFUSED)})`
      const advice = failure ? { advice: adviceOf(failure) } : {}
      return { check, status: 'failed', what: `${which} cannot be entered: ${why}`, ...advice, ...none }
    })
    return { accounts, findings: [...mergeByAccount(entered), ...told] }
  } catch (caught) {
    const failure = failureIn(caught, CloudError, services)
    const finding = {
      check,
      status: 'failed',
      what: inEnglish(failure.summary),
      advice: adviceOf(failure),
      fatal: true,
    } as const
    return { accounts: [], findings: [finding] }
  }
}
