import { Refusal } from '../http/refusal.ts'

// Statuses, codes and words of the vendor's pages "Error codes", "GetLogs" and "Common log query and analysis errors".

export function parameterInvalid(message: string): Refusal {
  return new Refusal(400, 'ParameterInvalid', message)
}

export function invalidHost(host: string): Refusal {
  return new Refusal(400, 'InvalidHost', `The host header ${host} is invalid.`)
}

export function projectNotExist(project: string): Refusal {
  return new Refusal(404, 'ProjectNotExist', `The Project does not exist : ${project}`)
}

export function logstoreNotExist(logstore: string): Refusal {
  return new Refusal(404, 'LogStoreNotExist', `logstore ${logstore} does not exist`)
}

export function indexNotExist(): Refusal {
  return new Refusal(404, 'IndexConfigNotExist', "index config doesn't exist")
}

export function notSupported(method: string, path: string): Refusal {
  return new Refusal(404, 'NotSupported', `The simulated Log Service does not know ${method} ${path}.`)
}

export function unauthorized(message: string): Refusal {
  return new Refusal(401, 'Unauthorized', message)
}

export function denied(action: string, resource: string): Refusal {
  return unauthorized(`denied by sts or ram, action: ${action}, resource: ${resource}`)
}

export function expiredToken(): Refusal {
  return unauthorized('The security token you provided has expired')
}

export function signatureNotMatch(signature: string): Refusal {
  return new Refusal(401, 'SignatureNotMatch', `signature ${signature} not matched`)
}

export function requestTimeExpired(time: string, now: number): Refusal {
  const message = `Request time ${time} has been expired while server time is ${new Date(now).toUTCString()}.`
  return new Refusal(400, 'RequestTimeExpired', message)
}

export function throttled(): Refusal {
  return new Refusal(403, 'ReadQuotaExceed', 'read quota is exceed')
}

export function tooManyQueries(): Refusal {
  return new Refusal(403, 'ExceedQuota', 'Too many queued queries')
}
