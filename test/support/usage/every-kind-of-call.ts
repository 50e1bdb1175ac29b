import type { Interval } from '../../../shared/domain/coverage.ts'
import { HOUR, iso, MINUTE } from '../../../shared/domain/time.ts'
import type { RawEvent, WorldEvent } from '../../../simulator/cloud/world.ts'
import { ciphertextOf, event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../cloud/open.ts'
import { KEY, KEY_ARN, OTHER_KEY, VERSION } from './region-lab.ts'

const FOREIGN_VERSION = '5f8d3c11-7c63-4a0e-9d55-0c2d4fe0aa11'

/** Ways in which a call names its key, or does not. */
const REFERENCES: readonly RawEvent[] = [
  { KeyId: KEY },
  { KeyId: KEY_ARN },
  { KeyId: 'alias/pay' },
  { KeyId: `acs:kms:${SCOPE.region}:${SCOPE.accountId}:alias/pay` },
  { CiphertextBlob: ciphertextOf(VERSION) },
  { CiphertextBlob: ciphertextOf(FOREIGN_VERSION) },
  { CiphertextBlob: `${ciphertextOf(VERSION).slice(0, 20)}****` },
  { KeyId: '****' },
  { KeyId: KEY, KeyVersionId: VERSION },
  {},
]
const OPERATIONS = [
  ...[
    'Encrypt',
    'Decrypt',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'AsymmetricSign',
    'AsymmetricDecrypt',
  ],
  ...['ExportDataKey', 'GenerateAndExportDataKey', 'DeriveDataKey'],
]
/** How a call ends. */
const ENDINGS: readonly RawEvent[] = [
  {},
  { errorCode: 'Forbidden.NoPermission', errorMessage: 'no' },
  { errorCode: 'InternalFailure' },
  { errorCode: 'Throttling.User' },
  { requestParameters: { DryRun: 'true' } },
]
/** Who calls, with what, and from where. */
const CALLERS: readonly RawEvent[] = [
  {},
  { userAgent: 'AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2' },
  { userAgent: undefined, vpcId: undefined, sourceIpAddress: 'Internal', eventType: 'AliyunServiceEvent' },
  { sourceIpAddress: '203.0.113.7', vpcId: undefined, eventSource: `kms.${SCOPE.region}.aliyuncs.com` },
  { sourceIpAddress: '198.51.100.9', vpcId: undefined, userAgent: 'AliyunConsole' },
  { userIdentity: { type: 'root-account', principalId: SCOPE.accountId, accountId: SCOPE.accountId } },
  {
    userIdentity: {
      type: 'assumed-role',
      principalId: '300000000000000001:app',
      accountId: SCOPE.accountId,
      accessKeyId: 'STS.synthetic',
      userName: 'app-pay:session',
    },
  },
  { userIdentity: {} },
]

/** So many calls come together, a minute apart: an archive has a file for each of the times at which there was any. */
const TOGETHER = 6

/** Calls of every operation by every reference, ending and caller, spread over days and hours; some so often that not every id is kept. */
export function everyKindOfCall({ from }: Interval): WorldEvent[] {
  const start = from + 20 * HOUR
  const of = (n: number, eventName: string, reference: RawEvent, ...more: readonly RawEvent[]) => {
    const raw = Object.assign({}, ...more) as RawEvent
    const requestParameters = { ...reference, ...(raw.requestParameters as RawEvent | undefined) }
    const at = start + Math.floor(n / TOGETHER) * 100 * MINUTE + (n % TOGETHER) * MINUTE
    return event({ eventTime: iso(at), eventName, ...raw, requestParameters })
  }
  let n = 0
  const events: WorldEvent[] = []
  for (const operation of OPERATIONS) {
    for (const reference of REFERENCES) events.push(of(n++, operation, reference))
    for (const ending of ENDINGS)
      for (const caller of CALLERS) events.push(of(n++, operation, { KeyId: KEY }, caller, ending))
  }
  const twoKeys = { CiphertextBlob: ciphertextOf(VERSION), DestinationKeyId: OTHER_KEY }
  for (const ending of ENDINGS) events.push(of(n++, 'ReEncrypt', twoKeys, ending))
  for (let often = 0; often < 60; often += 1)
    events.push(of(n + Math.floor(often / 20), 'Decrypt', { KeyId: OTHER_KEY }))
  return events
}
