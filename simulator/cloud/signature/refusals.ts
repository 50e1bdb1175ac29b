import { Refusal } from '../http/refusal.ts'
import type { RpcService } from '../service.ts'

// KMS has words of its own for what the POP gateway says of the other services (error codes of the API references).

const KMS_TIMESTAMP = 'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.'

export function missing(service: RpcService, name: string): Refusal {
  if (service !== 'kms') return new Refusal(400, `Missing${name}`, `${name} is mandatory for this action.`)
  const message = `The input parameter "${name}" that is mandatory for processing this request is not supplied.`
  return new Refusal(400, 'MissingParameter', message)
}

export function missingTimestamp(service: RpcService): Refusal {
  return service === 'kms' ? new Refusal(400, 'IllegalTimestamp', KMS_TIMESTAMP) : missing(service, 'Timestamp')
}

export function malformedTimestamp(service: RpcService): Refusal {
  if (service === 'kms') return new Refusal(400, 'IllegalTimestamp', KMS_TIMESTAMP)
  return new Refusal(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.')
}

export function expiredTimestamp(service: RpcService): Refusal {
  if (service === 'kms') return new Refusal(400, 'IllegalTimestamp', KMS_TIMESTAMP)
  return new Refusal(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.')
}

export function unknownKey(service: RpcService): Refusal {
  const message =
    service === 'kms'
      ? 'The Access Key ID provided does not exist in our records.'
      : 'Specified access key is not found.'
  return new Refusal(404, 'InvalidAccessKeyId.NotFound', message)
}

/** The real services repeat the text to sign here; it may hold a token, and no test needs it. */
export function wrongSignature(service: RpcService, method: string): Refusal {
  if (service === 'kms') {
    return new Refusal(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.')
  }
  const message = `Specified signature is not matched with our calculation. server string to sign is:${method}&%2F&`
  return new Refusal(400, 'SignatureDoesNotMatch', message)
}

export function expiredToken(): Refusal {
  return new Refusal(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.')
}

export function denied(service: RpcService): Refusal {
  if (service === 'kms') {
    return new Refusal(403, 'Forbidden.NoPermission', 'This operation is forbidden by permission system.')
  }
  if (service === 'rds' || service === 'ecs' || service === 'vpc') {
    return new Refusal(403, 'Forbidden.RAM', 'User not authorized to operate on the specified resource.')
  }
  const message = 'You are not authorized to do this action. You should be authorized by RAM.'
  return new Refusal(403, 'NoPermission', message)
}

export function throttled(service: RpcService): Refusal {
  return service === 'kms'
    ? new Refusal(429, 'Rejected.Throttling', 'QPS Limit Exceeded')
    : new Refusal(400, 'Throttling.User', 'Request was denied due to user flow control.')
}

export function unknownAction(service: RpcService): Refusal {
  return service === 'kms'
    ? new Refusal(400, 'UnsupportedOperation', 'This action is not supported.')
    : new Refusal(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.')
}

export function unknownVersion(service: RpcService): Refusal {
  return service === 'kms'
    ? new Refusal(400, 'InvalidParameter', 'The specified parameter "Version" is not valid.')
    : new Refusal(400, 'InvalidVersion', 'Specified parameter Version is not valid.')
}
