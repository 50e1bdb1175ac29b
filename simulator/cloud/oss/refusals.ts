import { Refusal } from '../http/refusal.ts'

// Statuses, codes and words of the vendor's pages "HTTP 400 errors" to "HTTP 503 errors" of OSS, and the EC codes of their own pages.

/** A refusal with further elements for the error's XML. */
export class OssRefusal extends Refusal {
  readonly details: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(status, code, message)
    this.details = details
  }
}

export function noSuchBucket(name: string): OssRefusal {
  return new OssRefusal(404, 'NoSuchBucket', 'The specified bucket does not exist.', {
    BucketName: name,
    EC: '0015-00000101',
  })
}

export function noEncryptionRule(bucket: string): OssRefusal {
  const message = 'The server side encryption configuration does not exist.'
  return new OssRefusal(404, 'NoSuchServerSideEncryptionRule', message, { BucketName: bucket, EC: '0042-00000001' })
}

export function noSuchKey(key: string): OssRefusal {
  return new OssRefusal(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key, EC: '0026-00000001' })
}

export function anotherEndpoint(region: string, bucket: string): OssRefusal {
  const message =
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.'
  const details = { Bucket: bucket, Endpoint: `oss-${region}.aliyuncs.com`, EC: '0003-00001403' }
  return new OssRefusal(403, 'AccessDenied', message, details)
}

export function notYours(bucket: string): OssRefusal {
  return new OssRefusal(403, 'AccessDenied', 'The bucket you access does not belong to you.', {
    BucketName: bucket,
    EC: '0003-00000001',
  })
}

export function denied(): OssRefusal {
  const message = 'You have no right to access this object because of bucket acl.'
  return new OssRefusal(403, 'AccessDenied', message, { EC: '0003-00000001' })
}

export function unknownKey(id: string): OssRefusal {
  const message = 'The OSS Access Key Id you provided does not exist in our records.'
  return new OssRefusal(403, 'InvalidAccessKeyId', message, { OSSAccessKeyId: id, EC: '0002-00000902' })
}

export function wrongSignature(id: string): OssRefusal {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
  return new OssRefusal(403, 'SignatureDoesNotMatch', message, { OSSAccessKeyId: id, EC: '0002-00000001' })
}

export function anonymous(): OssRefusal {
  return new OssRefusal(403, 'AccessDenied', 'Anonymous user has no right to access this bucket.', {
    EC: '0003-00000001',
  })
}

export function invalidToken(): OssRefusal {
  return new OssRefusal(403, 'InvalidSecurityToken', 'The security token you provided is invalid.')
}

export function expiredToken(): OssRefusal {
  const message = 'The security token you provided has expired.'
  return new OssRefusal(403, 'SecurityTokenExpired', message, { EC: '0002-00000069' })
}

export function tooSkewed(now: number): OssRefusal {
  const message = 'The difference between the request time and the current time is too large.'
  const details = { MaxAllowedSkewMilliseconds: '900000', ServerTime: new Date(now).toISOString() }
  return new OssRefusal(403, 'RequestTimeTooSkewed', message, details)
}

export function invalidArgument(message: string, name: string, value: string): OssRefusal {
  return new OssRefusal(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value })
}

export function archived(key: string): OssRefusal {
  const message = "The operation is not valid for the object's state"
  return new OssRefusal(403, 'InvalidObjectState', message, { ObjectName: key, EC: '0003-00000001' })
}

export function preconditionFailed(condition: string): OssRefusal {
  const message = 'At least one of the pre-conditions you specified did not hold.'
  return new OssRefusal(412, 'PreconditionFailed', message, { Condition: condition })
}

export function invalidRange(range: string, size: number): OssRefusal {
  const details = { RangeRequested: range, ActualObjectSize: String(size) }
  return new OssRefusal(416, 'InvalidRange', 'The requested range cannot be satisfied', details)
}

export function notImplemented(): OssRefusal {
  return new OssRefusal(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented.')
}

export function throttled(): OssRefusal {
  return new OssRefusal(503, 'TotalQpsLimitExceeded', 'Max total qps limit is exceeded')
}
