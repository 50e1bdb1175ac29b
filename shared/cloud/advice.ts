import type { Fault } from './fault.ts'

/** System policies that allow every read of this program. */
const POLICY: Partial<Record<Fault['service'], string>> = {
  kms: 'AliyunKMSReadOnlyAccess',
  actiontrail: 'AliyunActionTrailReadOnlyAccess',
}

/** What the operator can do about a fault. */
export function adviceFor(fault: Fault): string {
  switch (fault.kind) {
    case 'denied':
      return deniedAdvice(fault)
    case 'invalid':
      return /Timestamp|RequestTime/i.test(fault.code)
        ? 'Set the clock of this machine.'
        : 'Check the configured regions, accounts and endpoints; if they are right, report it with the request id.'
    case 'throttled':
      return 'Lower CMK_KMS_QPS or CMK_TRAIL_QPS, or run again when others use the quota less.'
    case 'timeout':
    case 'network':
      return 'Check the way to the endpoint (DNS, proxy, firewall, CMK_ENDPOINTS) and run again.'
    case 'unreachable':
      return 'The endpoint does not answer. Check the way to it and CMK_ENDPOINTS, or leave the region out with CMK_REGIONS.'
    case 'not-found':
      // Asked of STS, and of the accounts that were named, never of a list.
      if (fault.action === 'AssumeRole')
        return 'There is no such role in that account: check the name of the role in CMK_ACCOUNTS, or make the role.'
      if (fault.service === 'oss' && fault.code === 'NoSuchBucket')
        return 'There is no such bucket: check region and name of the bucket in CMK_SOURCE.'
      return 'It may have been deleted since it was listed: run again.'
    case 'server':
      return 'The service failed on its side: run again later, and give the request id to Alibaba Cloud if it stays.'
    case 'bad-response':
      return 'The answer is not what the API promises: check for a proxy in between, and run again.'
    case 'contradiction':
      return 'The answer is not about what was asked: check CMK_ENDPOINTS, and what stands in between.'
    case 'expired-token':
      return 'Get new temporary credentials and run again.'
    case 'aborted':
      return 'Run again to go on.'
  }
}

function deniedAdvice({ service, action, code }: Fault): string {
  if (/^Proxy/.test(code)) return 'A proxy in between refuses the call: let it pass, or name another in HTTPS_PROXY.'
  if (/^InvalidAccessKeyId/.test(code)) return 'Check ALIBABA_CLOUD_ACCESS_KEY_ID.'
  if (/Signature/.test(code)) return 'Check ALIBABA_CLOUD_ACCESS_KEY_SECRET.'
  if (/SecurityToken/.test(code)) return 'Check ALIBABA_CLOUD_SECURITY_TOKEN; it belongs to one access key.'
  if (/NotEnabled/.test(code)) return 'Activate the service in this region, or leave the region out with CMK_REGIONS.'
  if (/InDebt/.test(code)) return 'Settle the overdue payments of the account.'
  if (action === 'AssumeRole') return 'Allow the caller sts:AssumeRole, and let the role trust the caller.'
  if (service === 'oss') return ossAdvice(action, code)
  const policy = POLICY[service]
  return `Allow the caller ${service}:${action} in RAM${policy === undefined ? '' : ` (the system policy ${policy} does)`}.`
}

function ossAdvice(action: string, code: string): string {
  if (code === 'PermanentRedirect') return 'The bucket is in another region: name that one in CMK_SOURCE.'
  if (code === 'InvalidObjectState')
    return 'The object is in a storage class from which it has to be restored first: restore it, or copy it elsewhere.'
  return `Allow the program's own role oss:${action === 'HeadObject' ? 'GetObject' : action} on the bucket of CMK_SOURCE; it has to belong to the same account.`
}
