import { describe, expect, it } from 'vitest'
import { momentOf, parseEvent } from '../../shared/domain/event.ts'
import { kmsEvent } from '../support/domain/events.ts'

const AT = Date.parse('2026-11-20T10:00:00Z')

describe('an event', () => {
  it('is read field by field', () => {
    const raw = kmsEvent({
      acsRegion: 'cn-hangzhou',
      recipientAccountId: '1000000000000001',
      errorCode: 'Rejected.Throttling',
      requestParameters: { KeyId: 'k' },
      responseElements: { KeyVersionId: 'v' },
    })
    expect(parseEvent(raw)).toEqual({
      id: 'event-1',
      at: AT,
      region: 'cn-hangzhou',
      recipientAccountId: '1000000000000001',
      service: 'Kms',
      name: 'Decrypt',
      type: 'ApiCall',
      errorCode: 'Rejected.Throttling',
      identity: {
        type: 'assumed-role',
        principalId: '300000000000000001:app',
        accountId: '1000000000000001',
        accessKeyId: 'STS.synthetic',
        userName: 'app-pay:session',
      },
      userAgent: raw.userAgent,
      sourceIp: '10.0.0.8',
      vpcId: 'vpc-1',
      eventSource: 'kms.cn-hangzhou.aliyuncs.com',
      request: new Map([['keyid', ['k']]]),
      response: new Map([['keyversionid', ['v']]]),
      resources: [],
      dryRun: false,
    })
  })

  it('needs an id, a name and a time', () => {
    const least = { eventId: 'e', eventName: 'Decrypt', eventTime: '2026-11-20T10:00:00Z' }
    expect(parseEvent(least)).toMatchObject({
      id: 'e',
      name: 'Decrypt',
      at: AT,
      region: '',
      service: '',
      type: '',
      errorCode: '',
      identity: { type: '', userName: '', principalId: '', accessKeyId: '', accountId: '' },
      resources: [],
    })
    for (const missing of ['eventId', 'eventName', 'eventTime'])
      expect(parseEvent({ ...least, [missing]: undefined })).toBeUndefined()
    expect(parseEvent({ ...least, eventName: '  ' })).toBeUndefined()
    expect(parseEvent({ ...least, eventTime: 'yesterday' })).toBeUndefined()
    for (const raw of [undefined, null, 'Decrypt', 7, []]) expect(parseEvent(raw)).toBeUndefined()
  })

  it('has its caller in a JSON text, or none', () => {
    expect(parseEvent(kmsEvent({ userIdentity: '{"type":"system"}' }))?.identity.type).toBe('system')
    for (const userIdentity of [undefined, 'system', []])
      expect(parseEvent(kmsEvent({ userIdentity }))?.identity).toMatchObject({ type: '', userName: '' })
  })
})

describe('a dry run', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['is one that says so', { requestParameters: { DryRun: 'true' } }, true],
    ['is one in any letter case', { requestParameters: { dryrun: 'TRUE' } }, true],
    ['is one by a truth that is no text', { requestParameters: { DryRun: true } }, true],
    ['is one in both forms', { requestParameters: { DryRun: 'true' }, requestParameterJson: '{"DryRun":true}' }, true],
    [
      'is none where the forms differ',
      { requestParameters: { DryRun: 'true' }, requestParameterJson: '{"DryRun":false}' },
      false,
    ],
    ['is none that says no', { requestParameters: { DryRun: 'false' } }, false],
    ['is none that says nothing of it', { requestParameters: { DryRun: '' } }, false],
    ['is none by another word', { requestParameters: { DryRun: 'yes' } }, false],
  ])('%s', (_, fields, dryRun) => {
    expect(parseEvent(kmsEvent(fields))?.dryRun).toBe(dryRun)
  })
})

describe('what an event refers to', () => {
  const ARN = 'acs:kms:cn-hangzhou:1:key/a'

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['one name', { resourceName: 'a' }, ['a']],
    ['names apart by commas and spaces', { resourceName: 'a, b c' }, ['a', 'b', 'c']],
    ['names apart by other signs', { resourceName: 'a;b|c\u3001d\u3002e\uff0cf' }, ['a', 'b', 'c', 'd', 'e', 'f']],
    ['names apart by slashes', { resourceName: 'a/b' }, ['a', 'b']],
    ['no empty name', { resourceName: ',a,,/b/' }, ['a', 'b']],
    ['the resources before the name', { referencedResources: { Key: ['a', 'b'] }, resourceName: 'c' }, ['a', 'b', 'c']],
    ['an alias, and what stands behind its slashes', { resourceName: 'alias/x/y' }, ['alias/x/y', 'y']],
    ['an alias in capitals', { resourceName: 'ALIAS/x' }, ['ALIAS/x']],
    ['no alias by its beginning', { resourceName: 'aliases/x' }, ['aliases', 'x']],
    ['no alias by its end', { resourceName: 'my-alias/x' }, ['my-alias', 'x']],
    ['the ARN of an alias', { resourceName: 'acs:kms:r:1:alias/x/y' }, ['acs:kms:r:1:alias/x/y', 'y']],
    ['an ARN', { resourceName: ARN }, [ARN]],
    ['an ARN in capitals', { resourceName: 'ACS:KMS:R:1:KEY/a' }, ['ACS:KMS:R:1:KEY/a']],
    ['an ARN and more behind it', { resourceName: `${ARN}/b/c` }, [ARN, 'b', 'c']],
    ['an ARN and an alias behind it', { resourceName: `${ARN}/alias/x` }, [ARN, 'alias/x']],
    ['no ARN of an alias by its beginning', { resourceName: 'acs:kms:r:1:aliases/a' }, ['acs:kms:r:1:aliases', 'a']],
    ['no ARN by its end', { resourceName: 'x:acs:kms:r:1:key/a' }, ['x:acs:kms:r:1:key', 'a']],
    ['no ARN of a key by its beginning', { resourceName: 'acs:kms:r:1:keys/a' }, ['acs:kms:r:1:keys', 'a']],
    ['no ARN of an alias by its end', { resourceName: 'x:acs:kms:r:1:alias/a' }, ['x:acs:kms:r:1:alias', 'a']],
    ['full width letters as plain ones', { resourceName: '\uff41' }, ['a']],
  ])('%s', (_, fields, resources) => {
    expect(parseEvent(kmsEvent(fields))?.resources).toEqual(resources)
  })
})

describe('something that is no event', () => {
  it.each<[unknown, number | undefined]>([
    [{ eventTime: '2026-11-20T10:00:00Z' }, AT],
    [{ eventTime: ['2026-11-20T10:00:00Z'] }, AT],
    [{ eventTime: 'yesterday' }, undefined],
    [{}, undefined],
    [null, undefined],
    ['2026-11-20T10:00:00Z', undefined],
  ])('%j says when it was, or not', (raw, at) => {
    expect(momentOf(raw)).toBe(at)
  })
})
