/** A synthetic ActionTrail event of KMS, as LookupEvents shows one: an application in Java calls from a VPC unless told otherwise. */
export function kmsEvent(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventId: 'event-1',
    eventVersion: '1',
    eventTime: '2026-11-20T10:00:00Z',
    eventName: 'Decrypt',
    eventType: 'ApiCall',
    eventSource: 'kms.cn-hangzhou.aliyuncs.com',
    serviceName: 'Kms',
    sourceIpAddress: '10.0.0.8',
    vpcId: 'vpc-1',
    userAgent: 'AlibabaCloud (Linux; amd64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
    userIdentity: {
      type: 'assumed-role',
      principalId: '300000000000000001:app',
      accountId: '1000000000000001',
      accessKeyId: 'STS.synthetic',
      userName: 'app-pay:session',
    },
    requestParameters: {},
    ...fields,
  }
}

/** A ciphertext as KMS 1.0 writes it: 36 bytes of key version id, then what only KMS can read. */
export function ciphertextOf(versionId: string): string {
  return Buffer.concat([Buffer.from(versionId, 'ascii'), Buffer.alloc(40, 7)]).toString('base64')
}
