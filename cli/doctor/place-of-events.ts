import { type ContradictionCode, contradictionAdvice } from '../../shared/cloud/contradiction.ts'
import { endpointOf } from '../../shared/cloud/endpoints.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Config } from '../../shared/config/settings.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { mayBe } from '../../shared/domain/kms-arn.ts'
import type { Scope } from '../../shared/domain/scope.ts'

/** Throws a `CloudError` where events say that they are of another region or account than they were asked of. */
export function checkPlace(
  events: readonly unknown[],
  scope: Scope,
  config: Pick<Config, 'endpoints' | 'network'>,
): void {
  const readable = events.map(parseEvent).filter((event) => event !== undefined)
  const of = (code: ContradictionCode, reported: string) => {
    const { host } = endpointOf(config, 'actiontrail', scope.region)
    const about = {
      service: 'actiontrail',
      action: 'LookupEvents',
      region: scope.region,
      kind: 'contradiction',
    } as const
    return new CloudError({ ...about, code, advice: contradictionAdvice({ code, reported }, host) })
  }
  const elsewhere = readable.find(({ region }) => !mayBe(region, scope.region))
  if (elsewhere) throw of('AnotherRegion', elsewhere.region)
  const isOther = (account: string) => !mayBe(account, scope.accountId)
  const foreign = readable.find(({ recipientAccountId }) => isOther(recipientAccountId))
  if (foreign) throw of('AnotherAccount', foreign.recipientAccountId)
  // Callers of other accounts are no contradiction, unless nobody of the account's own is among them.
  const named = readable.flatMap(({ recipientAccountId, identity }) =>
    recipientAccountId === '' && identity.accountId !== '' ? [identity.accountId] : [],
  )
  if (named[0] !== undefined && named.every(isOther)) throw of('AnotherAccount', named[0])
}
