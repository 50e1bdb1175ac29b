import { mapLists } from './changes.ts'
import type { Digest } from './model.ts'

/** Keys of one list that a webhook is told: with all of 100,000 a body would have 50 MB. */
const MAX_KEYS = 500

/** A digest whose lists have room in one request, and how many keys each list had more; nothing where all are there. */
interface BoundedDigest {
  readonly digest: Digest
  readonly left?: Readonly<Record<string, number>>
}

/** The digest, its lists of keys cut to 500. Its numbers stay those of all keys. */
export function boundedDigest(digest: Digest): BoundedDigest {
  const left: Record<string, number> = {}
  const cut = <T>(name: string, list: readonly T[]): readonly T[] => {
    if (list.length > MAX_KEYS) left[name] = list.length - MAX_KEYS
    return list.slice(0, MAX_KEYS)
  }
  const bounded: Digest = {
    ...digest,
    changes: mapLists(digest.changes, (list, name) => cut(`changes.${name}`, list)),
    rotating: cut('rotating', digest.rotating),
    ready: cut('ready', digest.ready),
    blocked: cut('blocked', digest.blocked),
    supportRequired: cut('supportRequired', digest.supportRequired),
    actionRequired: cut('actionRequired', digest.actionRequired),
    unknown: cut('unknown', digest.unknown),
    diagnostics: cut('diagnostics', digest.diagnostics),
  }
  return Object.keys(left).length === 0 ? { digest: bounded } : { digest: bounded, left }
}
