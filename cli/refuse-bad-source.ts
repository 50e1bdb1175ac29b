import type { Services } from '../functions/run/services.ts'
import { checkSource } from '../functions/usage/sources/check-source.ts'
import { openSource } from '../functions/usage/sources/open-source.ts'
import { homeRegion } from '../shared/cloud/endpoints.ts'
import { CloudError } from '../shared/cloud/errors.ts'
import { inEnglish } from '../shared/domain/messages/text-in.ts'
import type { Scope } from '../shared/domain/scope.ts'
import { EXIT } from './exit-status.ts'
import { CommandError } from './failure.ts'

/**
 * Throws a `ConfigError` or a `CommandError` where what CMK_SOURCE names is not there or may not be read, before any work: hours of an audit
 * whose keys are all unknown help nobody. Everything else is left to the audit, which tells it as a gap.
 */
export async function refuseBadSource(services: Services): Promise<void> {
  await openSource(services)
  const { kind } = services.config.source
  if (kind === 'lookup' || kind === 'dir' || kind === 'auto') return
  const fault = await checkSource(await scopesOf(services), services, services.signal)
  if (fault === undefined) return
  const { reason, advice, error, isMisnamed } = fault
  const request = error?.requestId === undefined ? '' : ` (RequestId ${error.requestId})`
  const status = isMisnamed ? EXIT.usage : EXIT.failed
  throw new CommandError(`CMK_SOURCE: ${inEnglish(reason)}${request}. ${inEnglish(advice)}`, status)
}

/** The scopes of the audit, as far as they are known before it; none where the cloud does not say. */
async function scopesOf({ cloud, config, signal }: Services): Promise<readonly Scope[]> {
  try {
    const { accountId: own } = await cloud.caller({ signal })
    const { accounts } = await cloud.listAccounts({ signal })
    const regions =
      config.regions === 'all'
        ? await cloud.kms({ accountId: own, region: homeRegion(config) }).describeRegions({ signal })
        : config.regions
    return accounts.flatMap(({ accountId }) => regions.map((region) => ({ accountId, region })))
  } catch (caught) {
    if (caught instanceof CloudError && caught.kind !== 'aborted') return []
    throw caught
  }
}
