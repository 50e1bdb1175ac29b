import * as z from 'zod'
import type { ApiCall } from '../service.ts'
import type { Key } from '../world.ts'
import { invalid } from './parameters.ts'

/** ListKeys takes at most 10 pairs with at most 10 values each (API reference, ListKeys). */
const MAX_PAIRS = 10
const MAX_VALUES = 10

const pairs = z
  .array(z.strictObject({ Key: z.string(), Values: z.array(z.string()).min(1).max(MAX_VALUES) }))
  .max(MAX_PAIRS)

/** What each filter compares; `values` are all that it takes, where the vendor lists them. */
const FILTERS: Readonly<
  Record<string, { of: (key: Key, call: ApiCall) => readonly string[]; values?: readonly string[] }>
> = {
  KeyState: { of: (key) => [key.keyState], values: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] },
  KeySpec: { of: (key) => [key.keySpec] },
  KeyUsage: { of: (key) => [key.keyUsage], values: ['ENCRYPT/DECRYPT', 'SIGN/VERIFY'] },
  ProtectionLevel: { of: (key) => [key.protectionLevel], values: ['SOFTWARE', 'HSM'] },
  CreatorType: { of: (key) => [key.creatorType], values: ['User', 'Service'] },
  DKMSInstanceId: { of: (key) => (key.instanceId ? [key.instanceId] : []) },
  keyId: { of: (key) => [key.keyId] },
  AliasName: { of: (key) => key.aliases },
  Creator: { of: (key, call) => [key.creator ?? call.account.id] },
  TagKey: { of: (key) => Object.keys(key.tags) },
  TagValue: { of: (key) => Object.values(key.tags) },
}

/** The keys that Filters leaves: AND between names, OR within one, also where a name is given twice. */
export function filterKeys(call: ApiCall): Key[] {
  const wanted = new Map<string, string[]>()
  for (const { Key, Values } of parseFilters(call.params.get('Filters'))) {
    const filter = FILTERS[Key]
    if (!filter || Values.some((value) => filter.values && !filter.values.includes(value))) throw invalid('Filters')
    wanted.set(Key, [...(wanted.get(Key) ?? []), ...Values])
  }
  return call.here.keys.filter((key) =>
    [...wanted].every(([name, values]) => FILTERS[name]?.of(key, call).some((value) => values.includes(value))),
  )
}

function parseFilters(text: string | undefined) {
  if (text === undefined || text === '') return []
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw invalid('Filters')
  }
  const parsed = pairs.safeParse(json)
  if (!parsed.success) throw invalid('Filters')
  return parsed.data
}
