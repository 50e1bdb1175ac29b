import { type Message, message } from '../domain/messages/message.ts'
import type { Fault } from './fault.ts'

/** System policies that allow every read of this program. */
const POLICY: Partial<Record<Fault['service'], string>> = {
  kms: 'AliyunKMSReadOnlyAccess',
  actiontrail: 'AliyunActionTrailReadOnlyAccess',
}

/** What the operator can do about a fault. */
export function adviceFor(fault: Fault): Message {
  switch (fault.kind) {
    case 'denied':
      return deniedAdvice(fault)
    case 'invalid':
      if (fault.service === 'resourcedirectory') return directoryAdvice(fault)
      if (fault.code === 'QueryTimeout') return message('shorten-answers')
      return message(/Timestamp|RequestTime/i.test(fault.code) ? 'set-clock' : 'check-settings')
    case 'throttled':
      return message('lower-rate')
    case 'timeout':
    case 'network':
      return message('check-network')
    case 'unreachable':
      return message('endpoint-silent')
    case 'not-found':
      if (fault.service === 'fc') return message('function-missing')
      // Asked of STS, and of the accounts that were named, never of a list.
      if (fault.service === 'sls')
        return message(/^Index/.test(fault.code) ? 'logstore-without-index' : 'logstore-missing')
      if (fault.service === 'resourcedirectory') return directoryAdvice(fault)
      if (fault.code === 'NoSuchBucket') return message('bucket-missing')
      return message(fault.action === 'AssumeRole' ? 'role-missing' : 'may-be-deleted')
    case 'server':
      return message('service-failed')
    case 'bad-response':
      return message('response-malformed')
    case 'contradiction':
      return message('response-mismatch')
    case 'expired-token':
      return message('renew-credentials')
    case 'aborted':
      return message('run-again')
  }
}

/** The codes of the lists (API reference): there is no directory, or no such folder in it. */
function directoryAdvice({ code }: Fault): Message {
  if (/Folder/.test(code)) return message('directory-folder-missing')
  return /ResourceDirectory/.test(code) ? message('directory-missing') : message('check-settings')
}

function deniedAdvice({ service, action, code }: Fault): Message {
  if (/^Proxy/.test(code)) return message('proxy-in-between-refuses')
  if (/^InvalidAccessKeyId/i.test(code)) return message('check-access-key-id')
  if (/Signature/.test(code)) return message('check-access-key-secret')
  if (/SecurityToken/.test(code)) return message('check-security-token')
  if (/NotEnabled/.test(code)) return message('activate-service')
  if (/InDebt/.test(code)) return message('settle-payments')
  // Of Log Service and of OSS (docs/vendor-facts.md): no right is missing.
  if (code === 'ProjectForbidden') return message('project-disabled')
  if (code === 'UserDisable') return message('account-disabled')
  if (service === 'fc') return message('allow-dispatch', { permission: `fc:${action}` })
  if (action === 'AssumeRole') return message('allow-assume-role')
  if (service === 'resourcedirectory') return message('allow-directory', { permission: `resourcemanager:${action}` })
  if (service === 'sls') return message('allow-log-call', { permission: `log:${action}` })
  if (code === 'PermanentRedirect') return message('bucket-elsewhere')
  if (code === 'InvalidObjectState') return message('restore-object')
  // Of an account and its buckets, not of the bucket of a trail.
  if (service === 'oss' && action !== 'ListBuckets' && action !== 'GetBucketEncryption')
    return message('allow-bucket', { permission: `oss:${action}` })
  return message('allow-call', { permission: `${service}:${action}`, policy: POLICY[service] ?? null })
}
