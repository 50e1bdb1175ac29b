import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../shared/domain/event.ts'
import { MANAGEMENT_OPERATIONS } from '../../shared/domain/management-operations.ts'
import {
  canonicalOperation,
  canonicalService,
  DECIDING_OPERATIONS,
  isCryptographic,
  isUnknownOperation,
} from '../../shared/domain/operations.ts'
import { kmsEvent } from '../support/domain/events.ts'
import { spelledAs } from '../support/domain/spellings.ts'

const KNOWN = [...DECIDING_OPERATIONS, 'Decrypt', 'GenerateDataKeyPair', 'UpdateAlias', 'DescribeKey']

describe('an operation', () => {
  it('is one, however it is spelled', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KNOWN).chain((name) => fc.tuple(fc.constant(name), spelledAs(name))),
        ([name, spelled]) => {
          expect(canonicalOperation(spelled)).toBe(name)
          expect(parseEvent(kmsEvent({ eventName: spelled }))?.name).toBe(name)
        },
      ),
    )
  })

  it.each([
    'kms:ReEncrypt',
    'acs:kms:ReEncrypt',
    'KMS.REENCRYPT',
    'Re-Encrypt',
    're_encrypt',
    'ＲｅＥｎｃｒｙｐｔ',
    ['ReEncrypt'],
  ])('such as %j', (eventName) => {
    expect(parseEvent(kmsEvent({ eventName }))?.name).toBe('ReEncrypt')
  })

  it.each([
    'Sign',
    'Verify',
    'AsymmetricSign',
    'GenerateMac',
    'VerifyMac',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'AdvanceEncrypt',
    'AdvanceDecrypt',
    'AdvanceGenerateDataKey',
  ])('%s uses a key', (name) => {
    expect(isCryptographic(name)).toBe(true)
    expect(isUnknownOperation(name)).toBe(false)
  })

  it('is cryptographic, management or unknown', () => {
    for (const name of MANAGEMENT_OPERATIONS) {
      expect(isCryptographic(name)).toBe(false)
      expect(isUnknownOperation(name)).toBe(false)
    }
    expect(new Set(MANAGEMENT_OPERATIONS).size).toBe(MANAGEMENT_OPERATIONS.length)
    for (const name of ['', 'DeriveDataKey', 'ReEncryptTwice', 'kms']) expect(isUnknownOperation(name)).toBe(true)
  })

  it('that is unknown stays as it came, cleaned and cut', () => {
    expect(canonicalOperation(' kms:Derive\u200bDataKey ')).toBe('DeriveDataKey')
    expect(canonicalOperation('kms: DeriveDataKey')).toBe('DeriveDataKey')
    expect(canonicalOperation('x'.repeat(10_000))).toHaveLength(100)
  })
})

describe('a service', () => {
  it.each(['Kms', 'KMS', 'kms ', 'k\u200bms', 'kms.aliyuncs.com', 'acs:kms', 'acs::kms'])('%j is Kms', (name) => {
    expect(canonicalService(name)).toBe('Kms')
  })

  it.each([
    ['-', ''],
    ['null', ''],
    ['Ecs', 'Ecs'],
    ['Dkms', 'Dkms'],
    ['kmsx', 'kmsx'],
  ])('%j is %j', (name, service) => {
    expect(canonicalService(name)).toBe(service)
  })
})
