import { inEnglish } from '../../domain/messages/text-in.ts'
import { proxyAdvice } from '../../net/proxy-error.ts'
import { newerRow, StoreBusyError, StoreDamagedError, StoreError, StoreMissingError } from '../errors.ts'
import type { Fault } from './fault.ts'
import type { InstanceAddress } from './instance-address.ts'
import type { Table } from './layout.ts'
import type { KeyValues } from './row-codec.ts'

/** A call that failed for good, as the error that users of the store get. */
export function storeFailure(
  { kind, code }: Fault,
  action: string,
  { instance: where, proxy }: InstanceAddress,
): StoreError {
  const byProxy = inEnglish(proxy && proxyAdvice(code, proxy))
  const what = `Tablestore instance ${where}: ${action}: ${code}.`
  switch (kind) {
    case 'again':
      return new StoreBusyError(`${what} It persisted through all retries. ${byProxy ?? busyAdvice(code)}`, where)
    case 'missing':
      return new StoreMissingError(
        `${what} There is no table of cmk-readiness in it yet, or no such instance. Run audit first, or check CMK_STORE.`,
        where,
      )
    case 'denied':
      return new StoreError(`${what} ${byProxy ?? deniedAdvice(code, action)}`, where)
    default:
      return new StoreError(`${what} Report it with the version of this program.`, where)
  }
}

function busyAdvice(code: string): string {
  if (code.startsWith('OTS')) return 'Run again later.'
  return 'Run again later, or check the network and the address in CMK_STORE.'
}

function deniedAdvice(code: string, action: string): string {
  if (code === 'ClockSkew') return 'Set the clock of this machine.'
  if (code === 'OTSAuthFailed') return 'Check the credentials and the instance name in CMK_STORE.'
  return `Allow the caller ots:${action} on the tables of this instance in RAM.`
}

/** A row holds what this program never writes, or what only a newer version does. `key` is its primary key as it was read. */
export function damaged(where: string, { name }: Table, key: readonly unknown[], cause?: unknown): StoreError {
  const newer = newerRow(where, cause)
  if (newer) return newer
  return new StoreDamagedError(
    `The row ${JSON.stringify(key)} of table ${name} in Tablestore instance ${where} holds what cmk-readiness never writes. Restore the row, or delete it and run audit: it reads the last 90 days again.`,
    where,
    { cause },
  )
}

/** One row is more than the vendor takes in a request. */
export function tooLarge(where: string, { name }: Table, key: KeyValues, bytes: number): StoreError {
  return new StoreError(
    `The row ${JSON.stringify(key)} of table ${name} takes ${bytes} bytes, and Tablestore instance ${where} takes 4 MB a row. Report it with the version of this program.`,
    where,
  )
}

export function openedForReading(where: string, action: string): StoreError {
  return new StoreError(
    `Tablestore instance ${where} was opened for reading, so ${action} was not called. Report it with the version of this program.`,
    where,
  )
}
