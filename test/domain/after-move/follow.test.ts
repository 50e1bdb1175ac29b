import { describe, expect, it } from 'vitest'
import type { InstanceLogReading } from '../../../shared/domain/after-move/instance-log.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { application, cloudService } from '../../support/domain/case-factory.ts'
import { BEFORE, calls, EARLY, follow, LATER, logged, readLog, SINCE } from '../../support/domain/moved-key.ts'

const DECRYPT = { operation: 'Decrypt' }
const refused = { outcome: 'refused', failures: 4 } as const
const failedByService = { outcome: 'service-failure', failures: 4 } as const
const REFUSED_LOG = readLog(logged({ failures: 2, lastMadeAt: null }))

const stateOf = (...given: Parameters<typeof follow>) => {
  const [first] = follow(...given).callers
  return [first?.state, first?.left]
}

describe('a caller of a key that has moved', () => {
  const serviceToo = calls(SINCE, { caller: application({ kind: 'cloud-service' }) })
  const console = application({ kind: 'console', client: 'console' })
  it.each<[string, readonly UsageRow[], InstanceLogReading | undefined, string, boolean]>([
    ['that still calls', [calls(BEFORE), calls(SINCE)], undefined, 'shared-gateway', true],
    ['that is new and calls the old way', [calls(SINCE)], undefined, 'shared-gateway', true],
    ['whose calls fail', [calls(BEFORE), calls(SINCE, refused)], undefined, 'failing', true],
    ['that is new and fails', [calls(SINCE, refused)], undefined, 'failing', true],
    ['whose calls work again', [calls(BEFORE), calls(SINCE, refused), calls(LATER)], undefined, 'shared-gateway', true],
    [
      'that encrypts and cannot decrypt',
      [calls(BEFORE, DECRYPT), calls(SINCE, { ...DECRYPT, ...refused }), calls(LATER, { operation: 'Encrypt' })],
      undefined,
      'failing',
      true,
    ],
    [
      'whose decryption never worked',
      [
        calls(BEFORE, { ...DECRYPT, ...refused }),
        calls(SINCE, { ...DECRYPT, ...refused }),
        calls(LATER, { operation: 'Encrypt' }),
      ],
      undefined,
      'shared-gateway',
      true,
    ],
    [
      'whose decryption failed before the instance served it',
      [calls(BEFORE), calls(EARLY, refused)],
      readLog(logged()),
      'instance',
      false,
    ],
    ['whose calls the service fails', [calls(BEFORE), calls(SINCE, failedByService)], undefined, 'failing', true],
    ['that was always refused', [calls(BEFORE, refused), calls(SINCE, refused)], undefined, 'shared-gateway', true],
    ['that only tries', [calls(BEFORE), calls(SINCE, { outcome: 'dry-run' })], undefined, 'shared-gateway', true],
    ['that is not seen', [calls(BEFORE)], undefined, 'silent', true],
    ['that is not seen where the log shows the instance', [calls(BEFORE)], readLog(), 'silent', false],
    ['that the instance serves', [calls(BEFORE)], readLog(logged()), 'instance', false],
    ['that the instance serves since it called last', [calls(EARLY)], readLog(logged()), 'instance', false],
    ['that does both', [calls(LATER)], readLog(logged({ firstAt: SINCE })), 'shared-gateway', true],
    ['that does both in the same second', [calls(SINCE)], readLog(logged()), 'shared-gateway', true],
    [
      'that does both by the log',
      [],
      readLog(logged(), logged({ gateway: 'shared', firstAt: LATER })),
      'shared-gateway',
      true,
    ],
    [
      'that does both, as its older client shows',
      [calls(SINCE)],
      readLog(logged({ firstAt: EARLY }), logged({ firstAt: LATER, client: 'go' })),
      'shared-gateway',
      true,
    ],
    [
      'that does both, as its older client shows behind the newer',
      [calls(SINCE)],
      readLog(logged({ firstAt: LATER, client: 'go' }), logged({ firstAt: EARLY })),
      'shared-gateway',
      true,
    ],
    [
      'that the instance serves since it called last, and refused at first',
      [calls(SINCE)],
      readLog(logged({ firstAt: EARLY, lastAt: EARLY, failures: 2, lastMadeAt: null }), logged({ firstAt: LATER })),
      'instance',
      false,
    ],
    [
      'that the instance serves since it called last, and refuses another client that gave up',
      [calls(SINCE)],
      readLog(logged({ firstAt: LATER }), logged({ firstAt: EARLY, lastAt: EARLY, failures: 2, lastMadeAt: null })),
      'instance',
      false,
    ],
    ['whose ReEncrypt stays', [calls(LATER, { operation: 'ReEncrypt' })], readLog(logged()), 'instance', false],
    [
      'whose ReEncrypt stays, and whose Decrypt does too',
      [calls(LATER, { operation: 'ReEncrypt' }), calls(LATER, DECRYPT)],
      readLog(logged()),
      'shared-gateway',
      true,
    ],
    ['that worked and the instance refuses', [calls(BEFORE)], REFUSED_LOG, 'failing', true],
    [
      'that the instance refused, and serves',
      [calls(BEFORE)],
      readLog(logged({ failures: 1 }), logged({ failures: 2, lastAt: SINCE, lastMadeAt: null, client: 'go' })),
      'instance',
      false,
    ],
    ['that the instance refuses', [], REFUSED_LOG, 'failing', true],
    ['that the log sees on the shared gateway', [], readLog(logged({ gateway: 'shared' })), 'shared-gateway', true],
    ['that is a cloud service', [calls(SINCE, { caller: cloudService() })], undefined, 'cloud-service', false],
    ['that is a quiet cloud service', [calls(BEFORE, { caller: cloudService() })], undefined, 'cloud-service', false],
    [
      'that is a cloud service and fails',
      [calls(BEFORE, { caller: cloudService() }), calls(SINCE, { caller: cloudService(), ...refused })],
      undefined,
      'failing',
      true,
    ],
    ['that is a cloud service and an application', [serviceToo, calls(SINCE)], undefined, 'shared-gateway', true],
    ['that is a person', [calls(SINCE, { caller: console })], undefined, 'shared-gateway', false],
    ['that is a person who fails', [calls(SINCE, { caller: console, ...refused })], undefined, 'failing', false],
    [
      'that is a person and an application',
      [calls(SINCE, { caller: console }), calls(SINCE)],
      undefined,
      'shared-gateway',
      true,
    ],
  ])('%s', (_, rows, log, state, left) => {
    expect(stateOf(rows, log)).toEqual([state, left])
  })

  it('that is not seen is not left for ever, nor where applications may stay', () => {
    expect(stateOf([calls(BEFORE)], undefined, { asOf: '2026-12-09T23:59:59Z' })).toEqual(['silent', true])
    expect(stateOf([calls(BEFORE)], undefined, { asOf: '2026-12-10T00:00:00Z' })).toEqual(['silent', false])
    expect(stateOf([calls(BEFORE)], undefined, { keepSdk: true })).toEqual(['silent', false])
    expect(follow([calls(SINCE)], undefined, { keepSdk: true })).toMatchObject({ closesAt: null, left: 1 })
  })

  it('between the two runs of the move may have called before it', () => {
    expect(stateOf([calls('2026-11-10T12:00:00Z')])).toEqual(['silent', true])
  })
})
