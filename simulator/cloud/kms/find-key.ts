import { Refusal } from '../http/refusal.ts'
import type { ApiCall } from '../service.ts'
import type { Key } from '../world.ts'
import { arn } from './arn.ts'
import { required } from './parameters.ts'

export function keyNotFound(): Refusal {
  return new Refusal(404, 'Forbidden.KeyNotFound', 'The specified Key is not found.')
}

/** The key that KeyId names by id or ARN, and where `aliases` is true by alias or the alias's ARN. Names count by letter case. */
export function findKey(call: ApiCall, { aliases }: { readonly aliases: boolean }): Key {
  const name = localName(call, required(call.params, 'KeyId'))
  if (aliases && name.startsWith('alias/')) {
    const key = call.here.keys.find((each) => each.aliases.includes(name))
    if (!key) throw new Refusal(404, 'Forbidden.AliasNotFound', 'The specified Alias is not found.')
    return key
  }
  const key = keyById(call.here.keys, name)
  if (!key) throw keyNotFound()
  return key
}

/** What RAM is asked about a call with a KeyId; an alias stands for its key. */
export function keyResource(call: ApiCall): string {
  const name = localName(call, call.params.get('KeyId') ?? '')
  const id = name.startsWith('alias/') ? call.here.keys.find((each) => each.aliases.includes(name))?.keyId : name
  return arn(call, `key/${id ?? ''}`)
}

function localName(call: ApiCall, name: string): string {
  if (!name.startsWith('acs:')) return name
  const prefix = arn(call, '')
  if (!name.startsWith(prefix)) throw keyNotFound()
  return name.slice(prefix.length).replace(/^key\//, '')
}

const positions = new WeakMap<readonly Key[], Map<string, number>>()

/** Looks a key up in an index that is rebuilt when it no longer agrees with the list. */
function keyById(keys: readonly Key[], id: string): Key | undefined {
  const position = positions.get(keys)?.get(id)
  const found = position === undefined ? undefined : keys[position]
  if (found?.keyId === id) return found
  const first = keys.find((key) => key.keyId === id)
  if (first) positions.set(keys, new Map(keys.map((key, index) => [key.keyId, index])))
  return first
}
