import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../shared/domain/event.ts'
import { hasFailed, outcomeOf } from '../../shared/domain/outcome.ts'
import { REFUSAL_CODES } from '../../shared/domain/refusal-codes.ts'
import { kmsEvent } from '../support/domain/events.ts'

function read(fields: Record<string, unknown>) {
  const event = parseEvent(kmsEvent({ responseElements: undefined, ...fields }))
  if (!event) throw new Error('the event must parse')
  return event
}
const outcome = (errorCode: unknown, fields: Record<string, unknown> = {}) => outcomeOf(read({ errorCode, ...fields }))

/** What the vendor documents for KMS (common errors, and those of each operation) and that refuses nobody: the call was meant. */
const MEANT = [
  'Rejected.Throttling',
  'Throttling',
  'Throttling.User',
  'Throttling.Api',
  'InternalFailure',
  'ServiceUnavailableTemporary',
  'SerivceUnvailableTemporary',
  'Rejected.Disabled',
  'Rejected.PendingDeletion',
  'Rejected.PendingImport',
  'Rejected.Unavailable',
  'Rejected.StateModifiedFailed',
  'Rejected.LimitExceeded',
  'Rejected.ShareQuotaExceedLimit',
  'Rejected.ResourceExist',
  'Rejected.ResourceInUse',
  'Rejected.ResourceInDeleteWindow',
  'Forbidden.InDebt',
  'Forbidden.InDebtOverdue',
  'Forbidden.ProhibitedByRiskControl',
  'Forbidden.RiskControl',
  'Forbidden.KmsServiceNotEnabled',
  'Forbidden.UbsmsInvalidUserid',
  'Forbidden.UbsmsInvalidBid',
  'Forbidden.DKMSInstanceStateInvalid',
  'Forbidden.NoRealNameAuthentication',
  'Forbidden.Opened',
  'CreateLXOrderFailed',
  'SignatureNonceUsed',
]

describe('a documented refusal', () => {
  it.each(REFUSAL_CODES)('%s, however it is spelled', (code) => {
    for (const spelled of [code, code.toLowerCase(), code.toUpperCase(), ` ${code} `, `${code}\u200b`]) {
      expect(outcome(spelled)).toBe('refused')
      expect(outcome(spelled, { requestParameters: { DryRun: 'true' } })).toBe('dry-run')
    }
  })

  it.each(REFUSAL_CODES)('%s beside a result was made', (code) => {
    expect(outcome(code, { responseElements: { CiphertextBlob: 'YWJj' } })).toBe('made')
    expect(outcome(code, { responseElements: { KeyVersionId: '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf' } })).toBe('made')
    expect(outcome(code, { responseElements: { RequestId: 'r', CiphertextBlob: '' } })).toBe('refused')
  })
})

describe('a call that was meant', () => {
  it.each([
    ...MEANT,
    'InternalError.NotFound',
    'Something.NotFound',
    'InvalidSomething',
    'InvalidParameter.Unheard',
    'Forbidden.Unheard',
    'Forbidden.NoPermission.Throttled',
    'NoPermission2',
    'MissingEverything',
    'UnsupportedRegion',
    'IncompleteBody',
    'SignatureServiceUnavailable',
    'DuplicateRequest',
    '400',
    '403',
    '404',
    '408',
    '409',
    '429',
    '499',
    '500',
    '503',
    'error',
  ])('%s', (code) => {
    expect(outcome(code)).toBe('service-failure')
    expect(hasFailed(read({ errorCode: code }))).toBe(true)
  })

  it('and every code that is on no list', () => {
    const refusals = new Set(REFUSAL_CODES.map((code) => code.toLowerCase()))
    const word = fc.constantFrom(
      'Forbidden',
      'NoPermission',
      'Invalid',
      'NotFound',
      'Rejected',
      'Internal',
      'Key',
      'Parameter',
      '.',
      '4',
      '0',
    )
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const code = words.join('')
        fc.pre(!refusals.has(code.toLowerCase()) && code !== '0')
        expect(outcome(code)).toBe('service-failure')
      }),
    )
  })
})

it.each(['', undefined, null, '200', 200, 'OK', 'ok', 'Success', 'null', '-', ' - ', 'undefined', 'none', '0'])(
  'no error: %j',
  (code) => {
    expect(outcome(code)).toBe('made')
    expect(hasFailed(read({ errorCode: code }))).toBe(false)
  },
)

it('no code both refuses and was meant', () => {
  expect(REFUSAL_CODES.filter((code) => MEANT.includes(code))).toEqual([])
  expect(new Set(REFUSAL_CODES).size).toBe(REFUSAL_CODES.length)
})

describe('an error code that is no text', () => {
  it.each([[['Forbidden.NoPermission']], [{ Code: 'Forbidden.NoPermission' }], [[]], [{}], [true]])(
    '%j refuses nobody',
    (code) => {
      expect(outcome(code)).toBe('service-failure')
    },
  )
})

describe('the answer to a dry run that would have worked', () => {
  it('is a dry run, where the event does not keep DryRun', () => {
    expect(outcome('DryRunOperationError')).toBe('dry-run')
    expect(outcome(' dryrunoperationerror ')).toBe('dry-run')
  })

  it('is none beside a result', () => {
    expect(outcome('DryRunOperationError', { responseElements: { CiphertextBlob: 'x' } })).toBe('made')
  })
})
