import { describe, expect, it } from 'vitest'
import {
  type CallShape,
  type EventFields,
  PROBED_OPERATIONS,
  shapeProblem,
  untiedOperations,
} from '../../shared/domain/event-shape.ts'
import { readEventShape, type SentCall } from '../../shared/domain/read-event-shape.ts'
import { ciphertextOf } from '../../simulator/cloud/world-events.ts'

const KEY = '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
const VERSION = '2ab1a983-7072-4bbc-a582-584b5bd8a1b2'
const OTHER = 'b1d5a7c2-0f7e-4c58-8f0e-6f1f8f0a1c33'
const PROBED = {
  ...{ accountId: '1000000000000001', region: 'cn-hangzhou', keyId: KEY },
  ...{ aliases: ['alias/test', 'alias/second'], versionIds: [VERSION] },
}
const ARN = `acs:kms:cn-hangzhou:1000000000000001:key/${KEY}`
const CIPHERTEXT = ciphertextOf(VERSION)
const AGENT = 'AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2'
const MARK = 'cmk-readiness-probe/0123456789abcdef0123456789abcdef'
const AT = Date.parse('2026-11-20T10:00:00Z')

/** What an event of a call holds that was made as a dry run. */
function read(raw: Record<string, unknown>, sent: Partial<SentCall> = {}): EventFields {
  const event = { eventId: 'e1', eventTime: '2026-11-20T10:00:00Z', eventName: 'Decrypt', serviceName: 'Kms', ...raw }
  return readEventShape(
    event,
    { dryRun: false, ciphertext: undefined, agentMark: MARK, client: 'nodejs', ...sent },
    PROBED,
  )
}

describe('where the key is named', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['by its id', { requestParameters: { KeyId: KEY } }, ['requestParameters.KeyId']],
    ['in capitals', { requestParameters: { KeyId: KEY.toUpperCase() } }, ['requestParameters.KeyId']],
    ['by an alias', { requestParameters: { KeyId: 'alias/test' } }, ['requestParameters.KeyId']],
    ['by its ARN', { requestParameters: { KeyId: ARN } }, ['requestParameters.KeyId']],
    ['in the JSON form', { requestParameterJson: JSON.stringify({ KeyId: KEY }) }, ['requestParameterJson.KeyId']],
    [
      'by its version in the answer',
      { responseElements: { KeyVersionId: VERSION } },
      ['responseElements.KeyVersionId'],
    ],
    ['in a ciphertext', { requestParameters: { CiphertextBlob: CIPHERTEXT } }, ['requestParameters.CiphertextBlob']],
    ['in a list of resources', { resourceName: `${OTHER},${KEY}` }, ['resourceName']],
    ['among references', { referencedResources: { 'ACS::KMS::Key': [KEY] } }, ['referencedResources.ACS::KMS::Key']],
    [
      'among references to others',
      { referencedResources: { 'ACS::KMS::Key': [OTHER, KEY] } },
      ['referencedResources.ACS::KMS::Key'],
    ],
    ['nowhere', { requestParameters: { KeyId: OTHER } }, []],
    ['in a field that is none of these', { additionalEventData: { KeyId: KEY } }, []],
  ])('%s', (_, raw, places) => {
    expect(read(raw).keyIn).toEqual(places)
  })

  it('behind a mask', () => {
    const fields = read({ requestParameters: { KeyId: `${KEY.slice(0, 32)}****` } })
    expect([fields.keyIn, fields.maskedIn]).toEqual([[], ['requestParameters.KeyId']])
    for (const KeyId of [`${OTHER.slice(0, 32)}****`, KEY])
      expect(read({ requestParameters: { KeyId } }).maskedIn).toEqual([])
  })

  it('never shows a value in place of a name', () => {
    const fields = read({
      requestParameters: { [`${KEY} is the key`]: KEY },
      userIdentity: { '<b>me</b>': 'x', 'me </b>': 'x' },
    })
    expect([fields.keyIn, fields.identity]).toEqual([['requestParameters.?'], ['?', '?']])
  })
})

describe('whether the event tells its key', () => {
  it.each<[string, string, Record<string, unknown>, boolean]>([
    ['an id', 'Encrypt', { requestParameters: { KeyId: KEY } }, true],
    ['an alias of the key', 'Encrypt', { requestParameters: { KeyId: 'alias/test' } }, true],
    ['another id', 'Encrypt', { requestParameters: { KeyId: OTHER } }, false],
    ['a ciphertext', 'Decrypt', { requestParameters: { CiphertextBlob: CIPHERTEXT } }, true],
    ['nothing', 'Decrypt', { requestParameters: {} }, false],
    ['one end of two', 'ReEncrypt', { requestParameters: { DestinationKeyId: KEY } }, false],
    ['both ends', 'ReEncrypt', { requestParameters: { DestinationKeyId: KEY, CiphertextBlob: CIPHERTEXT } }, true],
    ['a resource', 'ExportDataKey', { resourceName: KEY }, true],
  ])('by %s', (_, eventName, raw, tied) => {
    expect(read({ eventName, ...raw }).tied).toBe(tied)
  })
})

describe('what is left of what was sent', () => {
  it.each([
    [CIPHERTEXT, 'whole'],
    [CIPHERTEXT.slice(0, 48), 'cut'],
    [CIPHERTEXT.slice(0, 47), 'lost'],
    [`${CIPHERTEXT.slice(0, 8)}****`, 'lost'],
    [ciphertextOf(OTHER), 'lost'],
    [[ciphertextOf(OTHER), CIPHERTEXT.slice(0, 48)], 'cut'],
    [[ciphertextOf(OTHER), CIPHERTEXT], 'whole'],
    ['', 'absent'],
    ['-', 'absent'],
    [undefined, 'absent'],
  ])('of a ciphertext that reads %s', (CiphertextBlob, shape) => {
    expect(read({ requestParameters: { CiphertextBlob } }, { ciphertext: CIPHERTEXT }).ciphertext).toBe(shape)
  })

  it('is nothing where no ciphertext was sent', () => {
    expect(read({ requestParameters: { KeyId: KEY } }).ciphertext).toBe('none')
  })

  it.each([
    [`${AGENT} ${MARK}`, 'as-sent'],
    [AGENT, 'cut'],
    ['AlibabaCloud (linux; x64)', 'cut'],
    [MARK, 'cut'],
    ['AlibabaCloud (Linux; amd64) Golang/1.19 Core/0.01 TeaDSL/1', 'other'],
    [`AlibabaCloud (Linux; amd64) Golang/1.19 Core/0.01 TeaDSL/1 ${MARK}`, 'other'],
    ['', 'absent'],
    [undefined, 'absent'],
  ])('of a user agent that reads %s', (userAgent, shape) => {
    expect(read({ userAgent }).userAgent).toBe(shape)
  })

  it.each([
    ['Read', 'Read'],
    ['WRITE', 'Write'],
    ['Both', 'other'],
    [undefined, 'absent'],
    ['', 'absent'],
  ])('of eventRW: %s', (eventRW, shape) => {
    expect(read({ eventRW }).eventRW).toBe(shape)
  })

  it('of DryRun, which is asked only where it was sent', () => {
    expect(read({ requestParameters: { DryRun: 'true' } }, { dryRun: true }).dryRunVisible).toBe(true)
    expect(read({}, { dryRun: true }).dryRunVisible).toBe(false)
    expect(read({ requestParameters: { DryRun: 'true' } }).dryRunVisible).toBe(null)
  })

  it('of identity, answers and network, by name', () => {
    const fields = read({
      userIdentity: { userName: 'me', type: 'ram-user', accessKeyId: '', sessionContext: null },
      responseElements: { KeyId: OTHER },
      vpcId: 'vpc-1',
      sourceIpAddress: '-',
    })
    expect(fields).toMatchObject({
      identity: ['type', 'userName'],
      responseElements: true,
      vpcId: true,
      sourceIpAddress: false,
    })
    expect(read({ responseElements: {} }).responseElements).toBe(false)
    expect(read({ responseElements: [{}, { KeyId: OTHER }] }).responseElements).toBe(true)
  })
})

describe('what a shape contradicts', () => {
  const shown = (operation: CallShape['operation'], raw: Record<string, unknown> = {}): CallShape => {
    const event = read({
      eventName: operation,
      requestParameters: { KeyId: KEY },
      userAgent: `${AGENT} ${MARK}`,
      ...raw,
    })
    return { operation, dryRun: true, shown: 'yes', delaySeconds: 300, event }
  }
  const missing = (operation: CallShape['operation'], how: 'no' | 'not-yet' = 'no'): CallShape => {
    return { operation, dryRun: true, shown: how, delaySeconds: null }
  }
  const shape = (...calls: readonly CallShape[]) => ({ source: 'lookup', at: AT, calls })

  it('is nothing where all is shown', () => {
    expect(shapeProblem(shape(...PROBED_OPERATIONS.map((each) => shown(each))))).toBeUndefined()
  })

  it('is that an operation is hidden, where another is shown and the time was waited for', () => {
    const hidden = { why: 'operations-not-shown', operations: ['Decrypt', 'ReEncrypt'], at: AT }
    expect(shapeProblem(shape(shown('Encrypt'), missing('Decrypt'), missing('ReEncrypt')))).toEqual(hidden)
    expect(shapeProblem(shape(shown('Encrypt'), missing('Decrypt', 'not-yet')))).toBeUndefined()
    expect(shapeProblem(shape(missing('Encrypt'), missing('Decrypt')))).toBeUndefined()
    expect(shapeProblem(shape())).toBeUndefined()
  })

  it('is a user agent of another client, and none that is cut or missing', () => {
    const java = { userAgent: 'AlibabaCloud (Linux; amd64) Java/1.8.0_252 Core/4.4.6 HTTPClient/ApacheHttpClient' }
    const changed = { why: 'agents-changed', operations: ['Decrypt'], at: AT }
    expect(shapeProblem(shape(shown('Encrypt'), shown('Decrypt', java)))).toEqual(changed)
    for (const userAgent of ['', 'curl/8', AGENT])
      expect(shapeProblem(shape(shown('Decrypt', { userAgent })))).toBeUndefined()
  })

  it('is no event that does not tell its key: that counts for every key', () => {
    const untied = shape(shown('Encrypt'), shown('Decrypt', { requestParameters: {} }), missing('ReEncrypt', 'not-yet'))
    expect(shapeProblem(untied)).toBeUndefined()
    expect(untiedOperations(untied)).toEqual(['Decrypt'])
  })
})
