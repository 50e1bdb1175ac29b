import type { AliasHistory } from './alias-history.ts'
import { ALSO, BESIDE, UNKNOWN_KEY } from './attribution.ts'
import type { KeyIndex } from './key-index.ts'
import { isWellFormedId, KEY_ARN, parseKeyReference, SERVICE_ALIAS } from './key-reference.ts'
import type { UsageRow } from './usage.ts'

/** What is known of a scope when its keys are judged. */
export interface Known {
  readonly keys: KeyIndex
  readonly aliases: AliasHistory
}

/** When the calls of a row were made. */
type During = Pick<UsageRow, 'firstAt' | 'lastAt'>

/** What is open of a row: whose it may be. */
export interface Open {
  readonly reference: string
  /** Told once every candidate's list of versions is complete: then it is none of theirs. */
  readonly byVersions?: boolean
  /** The keys that it may be, where not all. */
  readonly among?: readonly string[]
}

/** The keys that a target is, and what of it is still open. */
interface Resolved {
  readonly keyIds: readonly string[]
  readonly open?: Open
}

/**
 * Resolves where calls were counted (`attributeEvent`). References are resolved again each time: what no key answered to when the event
 * was read may be known by now.
 */
export function resolveTarget(target: string, during: During, scope: Known): Resolved {
  const [reference = '', beside] = target.split(BESIDE)
  if (beside !== undefined) {
    const counted = beside.split(',').map((id) => scope.keys.known(id) ?? id)
    const { keyIds, ...rest } = resolveTarget(reference, during, scope)
    return { keyIds: keyIds.filter((id) => !counted.includes(id)), ...rest }
  }
  if (target.startsWith(ALSO)) return { keyIds: resolveTarget(target.slice(ALSO.length), during, scope).keyIds }
  if (target === UNKNOWN_KEY) return { keyIds: [], open: { reference: UNKNOWN_KEY } }
  const { keys } = scope
  const [kind, name] = split(target)
  switch (kind) {
    case 'version':
      return oneOf(keys.ownersOfVersion(name), target)
    case 'masked': {
      const reference = parseKeyReference(name)
      return oneOf(reference?.kind === 'masked' ? keys.like(reference) : [], target)
    }
    case 'alias':
      return resolveAlias(name, during, scope)
    default: {
      const known = keys.ownersOfVersion(KEY_ARN.exec(target)?.[4] ?? target)
      // A key of another account or region, whoever's it is.
      if (known.length === 0 && KEY_ARN.test(target)) return { keyIds: [] }
      // What an older version took for an id, and is none, may have been any key's.
      return known.length > 0 || isWellFormedId(target)
        ? oneOf(known, target)
        : { keyIds: [], open: { reference: UNKNOWN_KEY } }
    }
  }
}

function resolveAlias(name: string, { firstAt, lastAt }: During, { keys, aliases }: Known): Resolved {
  const meaning = aliases.meaning(name, Date.parse(firstAt), Date.parse(lastAt))
  const keyIds = (meaning?.keyIds ?? []).map((id) => keys.known(id) ?? id)
  // Only service keys bear the reserved prefix: listed or not, it is no candidate.
  if (keyIds.length === 0 && name.startsWith(SERVICE_ALIAS)) return { keyIds }
  const certain = meaning?.certain && keyIds.every((id) => keys.known(id) !== undefined || isWellFormedId(id))
  return certain && keyIds.length > 0 ? { keyIds } : { keyIds, open: { reference: `alias:${name}` } }
}

/** One key is the one; several leave it open among them; none does until every version is known. */
function oneOf(keyIds: readonly string[], reference: string): Resolved {
  if (keyIds.length === 1) return { keyIds }
  return { keyIds: [], open: keyIds.length === 0 ? { reference, byVersions: true } : { reference, among: keyIds } }
}

function split(reference: string): readonly [string, string] {
  const colon = reference.indexOf(':')
  return [reference.slice(0, colon), reference.slice(colon + 1)]
}
