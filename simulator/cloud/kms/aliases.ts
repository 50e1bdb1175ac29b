import type { ApiCall, Operations } from '../service.ts'
import type { Key } from '../world.ts'
import { arn } from './arn.ts'
import { findKey, keyResource } from './find-key.ts'
import { PAGE, page } from './parameters.ts'

export const aliasOperations: Operations = {
  ListAliases: {
    group: 'kmsRead',
    resource: (call) => arn(call, 'alias'),
    run: (call) => aliasPage(call, call.here.keys, 100),
  },
  ListAliasesByKeyId: {
    group: 'kmsRead',
    resource: keyResource,
    run: (call) => aliasPage(call, [findKey(call, { aliases: false })], 101),
  },
}

function aliasPage(call: ApiCall, keys: readonly Key[], most: number) {
  const all = keys.flatMap((key) =>
    key.aliases.map((name) => ({ AliasName: name, AliasArn: arn(call, name), KeyId: key.keyId })),
  )
  return page(call.params, all, (shown) => ({ Aliases: { Alias: shown } }), { ...PAGE, least: 0, most })
}
