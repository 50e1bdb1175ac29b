import type { CloudError } from '../../shared/cloud/errors.ts'
import { logstoreOf, type SetupTarget } from './target.ts'

/** What a refused call of the setup means for the operator, in a line. */
export function explainRefusal(error: CloudError, target: SetupTarget): string {
  const { code, kind, action } = error
  const { project, trail, accountId, region } = target
  if (
    /NotSupportDeliveryHistoryJob/i.test(code) ||
    (action === 'CreateDeliveryHistoryJob' && /NotSupport|Whitelist|NotAllow/i.test(code))
  )
    return `Alibaba Cloud has to allow history jobs for this account first (${code}). Open a ticket for ActionTrail and ask for "history delivery job" for the account ${accountId}, then run this again. The trail records from now on, and CMK_SOURCE=lookup still reads the past.`
  if (action === 'CreateDeliveryHistoryJob' && /Running|Exist|Conflict|Exceed|Limit/i.test(code))
    return `An account has one history job at a time, and one is under way (${code}). Run this again when it has ended.`
  if (/^ProjectAlreadyExist/.test(code))
    return `Somebody else has a project ${project} (${code}): names are unique among all customers. Choose another with --project.`
  if (/^TrailAlreadyExists/.test(code))
    return `There is a trail ${trail}, at home in a region other than ${region} (${code}). Name its home with --region, or choose another --trail.`
  if (/^MaximumNumberOfTrails|TrailQuota|TrailLimit/i.test(code))
    return `The account has as many trails as it may (${code}). Use one of them with --trail and --change-trail, or delete one.`
  if (kind === 'denied' && !/^(InvalidAccessKeyId|.*Signature|.*SecurityToken|Proxy|NotEnabled)/i.test(code))
    return `No right (${code}). Allow the caller ${ramAction(error)} on ${resourceOf(error, target)}; evidence setup --format policy prints all that --apply needs.`
  return error.message
}

function ramAction({ service, action }: CloudError): string {
  return `${service === 'sls' ? 'log' : service}:${action}`
}

function resourceOf({ service, action }: CloudError, target: SetupTarget): string {
  if (service !== 'sls') return '*'
  const project = `acs:log:${target.logRegion}:${target.accountId}:project/${target.project}`
  return /Project$/.test(action) ? project : `${project}/logstore/${logstoreOf(target)}`
}
