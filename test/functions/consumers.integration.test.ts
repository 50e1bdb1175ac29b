import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CallReadings } from '../../functions/usage/call-readings.ts'
import { aliasConsumer, usageConsumer } from '../../functions/usage/consumers.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { DAY } from '../../shared/domain/time.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import { ciphertextOf, kmsEvent } from '../support/domain/events.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const SCOPE = '1000000000000001:cn-hangzhou'
const KEY = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001'
const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
const midnight = Date.parse('2026-11-20T00:00:00Z')
const today = { from: midnight, to: midnight + DAY }
const scope = { accountId: '1000000000000001', region: 'cn-hangzhou' }

let laboratory: Laboratory
let store: Store
beforeEach(async () => {
  laboratory = await Laboratory.open()
  store = await openStore({ kind: 'sqlite', file: laboratory.storeAddress.slice('sqlite:'.length) }, { mode: 'write' })
})
afterEach(async () => {
  await store.close()
  await laboratory.close()
})

/** Reads the day once as a stream, and gives what is stored of it then. */
async function read(stream: StreamName, raw: readonly Record<string, unknown>[], versionIds = [VERSION]) {
  const keys = new KeyIndex([{ keyId: KEY, versionIds }])
  const consumer = usageConsumer(store, SCOPE, stream, new CallReadings({ scope, keys }))
  for (const each of raw) {
    const event = parseEvent(kmsEvent(each))
    if (event) consumer.event(event)
  }
  await consumer.keep([today], () => {})
  const rows: UsageRow[] = []
  for await (const row of store.usage.list(SCOPE, '2026-11-20', '2026-11-20')) rows.push(row)
  return rows.map(({ keyId, operation, calls }) => `${operation} ${keyId} ${calls}`).sort()
}

const reEncrypts = (count: number, more: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, n) => ({
    eventId: `re-${n}`,
    eventName: 'ReEncrypt',
    requestParameters: { CiphertextBlob: ciphertextOf(VERSION), DestinationKeyId: KEY },
    ...more,
  }))
const decrypt = { eventId: 'd', eventName: 'Decrypt', requestParameters: { CiphertextBlob: ciphertextOf(VERSION) } }

describe('a lookup by name', () => {
  it('keeps only the operation that it asked for, however it is spelled', async () => {
    const [one] = reEncrypts(1)
    const kept = await read('ReEncrypt', [
      { ...one, eventName: 'kms:REENCRYPT' },
      decrypt,
      { ...one, eventId: 'x', serviceName: 'Ecs' },
    ])
    expect(kept).toEqual([`ReEncrypt ${KEY} 1`])
  })

  it('takes nothing from what the full reading found of more', async () => {
    await read('all', [...reEncrypts(3), decrypt])
    expect(await read('ReEncrypt', reEncrypts(2))).toEqual([`Decrypt ${KEY} 1`, `ReEncrypt ${KEY} 3`])
    expect(await read('ReEncrypt', [])).toEqual([`Decrypt ${KEY} 1`, `ReEncrypt ${KEY} 3`])
    expect(await read('ReEncrypt', reEncrypts(4))).toEqual([`Decrypt ${KEY} 1`, `ReEncrypt ${KEY} 4`])
  })

  it('has nothing taken from it by a full reading that shows less', async () => {
    await read('ReEncrypt', reEncrypts(3))
    expect(await read('all', [decrypt])).toEqual([`Decrypt ${KEY} 1`, `ReEncrypt ${KEY} 3`])
  })

  it('replaces rows whose events it ties to a key that was not known before', async () => {
    const requestParameters = { CiphertextBlob: ciphertextOf(VERSION) }
    const exported = reEncrypts(20, { eventName: 'ExportDataKey', requestParameters })
    expect(await read('ExportDataKey', exported, [])).toEqual([`ExportDataKey version:${VERSION} 20`])
    expect(await read('ExportDataKey', exported)).toEqual([`ExportDataKey ${KEY} 20`])
    expect(await read('all', exported)).toEqual([`ExportDataKey ${KEY} 20`])
  })
})

describe('an operation that nobody knows', () => {
  const derive = (requestParameters: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    eventId: JSON.stringify(requestParameters),
    eventName: 'DeriveDataKey',
    requestParameters,
    ...more,
  })

  it('is kept where it names a key or carries a ciphertext, readable or not', async () => {
    expect(
      await read('all', [
        derive({ KeyId: KEY }),
        derive({ KeyId: 'alias/pay' }),
        derive({ KeyId: '****' }),
        derive({ CiphertextBlob: ciphertextOf(VERSION) }),
        derive({ CiphertextBlob: '****' }),
        derive({}, { resourceName: KEY }),
      ]),
    ).toEqual(['DeriveDataKey ? 2', `DeriveDataKey ${KEY} 3`, 'DeriveDataKey alias:alias/pay 1'].sort())
  })

  it('is not where it names none, nor is management', async () => {
    const describe = { eventId: 'm', eventName: 'DescribeKey', requestParameters: { KeyId: KEY } }
    expect(
      await read('all', [
        derive({}),
        derive({ SecretName: 'database' }),
        derive({ KeyId: '-' }),
        derive({ KeyId: 'null' }),
        describe,
      ]),
    ).toEqual([])
  })
})

describe('alias events', () => {
  it('that cannot be read are kept beside those that can, once', async () => {
    const progress = new ScopeProgress(store, SCOPE)
    for (const _ of [1, 2]) {
      const consumer = aliasConsumer(progress, 1)
      for (const requestParameters of [
        { AliasName: 'alias/pay', KeyId: KEY },
        { AliasName: '****', KeyId: KEY },
      ]) {
        const event = parseEvent(kmsEvent({ eventName: 'UpdateAlias', requestParameters }))
        if (event) consumer.event(event)
      }
      await consumer.keep([today], () => {})
    }
    expect((await progress.aliasRecordsOf('events')).map(({ alias, keyId }) => [alias, keyId])).toEqual([
      ['alias/pay', KEY],
      ['*', null],
    ])
  })
})
