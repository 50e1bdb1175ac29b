import { type InEnglish, inEnglish } from '../domain/messages/text-in.ts'
import { mapLists } from './changes.ts'
import type { Digest } from './model.ts'

/** A digest for programs, with shorter lists, and how many keys each list had more; nothing where all are there. */
export interface BoundedDigest {
  readonly digest: InEnglish<Digest>
  readonly left?: Readonly<Record<string, number>>
}

/** The digest, its lists cut to so many keys. Its numbers stay those of all keys. */
export function boundedDigest(digest: Digest, maxKeys: number): BoundedDigest {
  const left: Record<string, number> = {}
  const cut = <T>(name: string, list: readonly T[]): readonly T[] => {
    if (list.length > maxKeys) left[name] = list.length - maxKeys
    return list.slice(0, maxKeys)
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
    spoiledBatches: cut('spoiledBatches', digest.spoiledBatches),
    expiring: cut('expiring', digest.expiring),
    tasks: cut('tasks', digest.tasks),
    diagnostics: cut('diagnostics', digest.diagnostics),
  }
  const english = inEnglish(bounded)
  return Object.keys(left).length === 0 ? { digest: english } : { digest: english, left }
}
