import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operations } from '../service.ts'
import type { Key, KeyVersion } from '../world.ts'
import { arn } from './arn.ts'
import { findKey, keyResource } from './find-key.ts'
import { filterKeys } from './key-filters.ts'
import { keyMetadata } from './key-metadata.ts'
import { PAGE, page, required } from './parameters.ts'

export const keyOperations: Operations = {
  ListKeys: {
    group: 'kmsRead',
    resource: (call) => arn(call, 'key'),
    run: (call) =>
      page(call.params, filterKeys(call), (keys) => ({
        Keys: { Key: keys.map((key) => ({ KeyId: key.keyId, KeyArn: arn(call, `key/${key.keyId}`) })) },
      })),
  },
  DescribeKey: {
    group: 'kmsRead',
    resource: keyResource,
    run: (call) => ({ KeyMetadata: keyMetadata(call, findKey(call, { aliases: true })) }),
  },
  ListKeyVersions: {
    group: 'kmsRead',
    resource: keyResource,
    run: (call) => {
      const key = findKey(call, { aliases: false })
      const wrap = (versions: KeyVersion[]) => ({
        KeyVersions: { KeyVersion: versions.map((version) => keyVersion(key, version)) },
      })
      return page(call.params, key.versions, wrap, { ...PAGE, least: 0, most: 101 })
    },
  },
  DescribeKeyVersion: { group: 'kmsRead', resource: keyResource, run: describeKeyVersion },
}

function describeKeyVersion(call: ApiCall) {
  const key = findKey(call, { aliases: false })
  const id = required(call.params, 'KeyVersionId')
  const version = key.versions.find((each) => each.id === id)
  if (!version) throw new Refusal(404, 'Forbidden.KeyVersionNotFound', 'The specified KeyVersion is not found.')
  return { KeyVersion: keyVersion(key, version) }
}

function keyVersion(key: Key, version: KeyVersion) {
  return { KeyId: key.keyId, KeyVersionId: version.id, CreationDate: version.createdAt }
}
