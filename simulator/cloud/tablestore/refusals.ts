import { Refusal } from '../http/refusal.ts'

// Statuses, codes and words of the vendor's page "Error codes".

export function invalid(message: string): Refusal {
  return new Refusal(400, 'OTSParameterInvalid', message)
}

export function invalidKey(message: string): Refusal {
  return new Refusal(400, 'OTSInvalidPK', message)
}

export function authFailed(message: string): Refusal {
  return new Refusal(403, 'OTSAuthFailed', message)
}

export function noPermission(): Refusal {
  const message = 'You have no permission to access the requested resource, please contact the resource owner.'
  return new Refusal(403, 'OTSNoPermissionAccess', message)
}

export function quotaExhausted(message: string): Refusal {
  return new Refusal(403, 'OTSQuotaExhausted', message)
}

export function conditionFailed(): Refusal {
  return new Refusal(403, 'OTSConditionCheckFail', 'Condition check failed.')
}

export function noTable(): Refusal {
  return new Refusal(404, 'OTSObjectNotExist', 'Requested table does not exist.')
}

export function tableExists(): Refusal {
  return new Refusal(409, 'OTSObjectAlreadyExist', 'Requested table already exists.')
}

export function tableNotReady(): Refusal {
  return new Refusal(404, 'OTSTableNotReady', 'The table is not ready.')
}

export function throttled(): Refusal {
  return new Refusal(403, 'OTSNotEnoughCapacityUnit', 'Remaining capacity unit is not enough.')
}

/** The real service can do it, this one cannot: better loud than wrong. */
export function notSimulated(what: string): Refusal {
  return invalid(`The simulated Tablestore does not know ${what}.`)
}

export function expiredToken(): Refusal {
  return authFailed('The STS token is expired.')
}
