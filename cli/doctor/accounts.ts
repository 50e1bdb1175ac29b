import type { Account } from '../../shared/cloud/cloud.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'

/** Which of the configured accounts can be entered, and why the others cannot. */
export async function checkAccounts(
  services: DoctorServices,
): Promise<{ readonly accounts: readonly Account[]; readonly findings: readonly Finding[] }> {
  const check = 'accounts'
  const { cloud, within } = services
  try {
    const { accounts, refused } = await cloud.accounts({ signal: within })
    const none = accounts.length === 0 ? ({ fatal: true } as const) : {}
    const entered = accounts.map(({ accountId, roleArn }): Finding => {
      return {
        check,
        status: 'ok',
        what: roleArn === undefined ? `${accountId}: the caller's own` : `${accountId}: entered as ${roleArn}`,
      }
    })
    const closed = refused.map(({ account, error }): Finding => {
      const { summary, advice } = failureIn(error, CloudError, services)
      return { check, status: 'failed', what: `${account} cannot be entered: ${summary}`, advice, ...none }
    })
    return { accounts, findings: [...entered, ...closed] }
  } catch (caught) {
    const { summary, advice } = failureIn(caught, CloudError, services)
    return { accounts: [], findings: [{ check, status: 'failed', what: summary, advice, fatal: true }] }
  }
}
