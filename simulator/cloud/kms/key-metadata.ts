import { iso, SECOND } from '../../../shared/domain/time.ts'
import type { ApiCall } from '../service.ts'
import type { Key } from '../world.ts'
import { arn } from './arn.ts'

const ROTATION_INTERVAL_S = 31_536_000

/**
 * KeyMetadata of DescribeKey. What the vendor leaves out is absent, what it writes empty is `""` (sample of an old-instance key of 2021):
 * no DKMSInstanceId on keys of the default instance, rotation only on symmetric keys and its dates only when it is on.
 */
export function keyMetadata(call: ApiCall, key: Key): Record<string, unknown> {
  const last = key.versions.at(-1)
  const rotates = key.automaticRotation === 'Enabled' || key.automaticRotation === 'Suspended'
  return {
    KeyId: key.keyId,
    Arn: arn(call, `key/${key.keyId}`),
    Creator: key.creator ?? call.account.id,
    CreationDate: key.createdAt,
    Description: key.description,
    KeySpec: key.keySpec,
    KeyUsage: key.keyUsage,
    KeyState: key.keyState,
    Origin: key.origin,
    ProtectionLevel: key.protectionLevel,
    MaterialExpireTime: key.materialExpiresAt ?? '',
    DeleteDate: key.deletesAt ?? '',
    DeletionProtection: key.deletionProtection,
    DeletionProtectionDescription: '',
    ...(key.instanceId === undefined ? {} : { DKMSInstanceId: key.instanceId }),
    ...(key.automaticRotation === undefined ? {} : symmetric(key, last?.id ?? '', last?.createdAt ?? key.createdAt)),
    ...(rotates ? rotation(key.nextRotationAt ?? nextYear(last?.createdAt ?? key.createdAt, call.now)) : {}),
  }
}

function symmetric(key: Key, version: string, rotatedAt: string): Record<string, unknown> {
  return { PrimaryKeyVersion: version, LastRotationDate: rotatedAt, AutomaticRotation: key.automaticRotation }
}

function rotation(next: string): Record<string, unknown> {
  return { RotationInterval: `${ROTATION_INTERVAL_S}s`, NextRotationDate: next }
}

/** A key that is older than a year and has one version: its rotation was switched on later. */
function nextYear(last: string, now: number): string {
  const interval = ROTATION_INTERVAL_S * SECOND
  const passed = Math.floor((now - Date.parse(last)) / interval)
  return iso(Date.parse(last) + (Math.max(0, passed) + 1) * interval)
}
