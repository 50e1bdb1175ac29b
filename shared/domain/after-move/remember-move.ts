import { isRotating, type KeySnapshot } from '../key.ts'

/** What inventory remembers of a key that belongs to a KMS instance now. `earlier`: its snapshot of the run before. */
export function movedOf(earlier: KeySnapshot | undefined, asOf: string): Pick<KeySnapshot, 'moved'> {
  if (!earlier?.onceCandidate) return {}
  if (earlier.kind === 'instance') return earlier.moved ? { moved: earlier.moved } : {}
  const wasSeen = earlier.kind === 'candidate' && !earlier.unread.some(({ fact }) => fact === 'keyState')
  return { moved: { after: wasSeen ? earlier.asOf : null, by: asOf } }
}

/** When the key was last seen with automatic rotation on, in this run or before. */
export function rotationSeen(
  { facts }: Pick<KeySnapshot, 'facts'>,
  earlier: Pick<KeySnapshot, 'rotatedAt'> | undefined,
  asOf: string,
): Pick<KeySnapshot, 'rotatedAt'> {
  const rotatedAt = isRotating(facts) ? asOf : earlier?.rotatedAt
  return rotatedAt === undefined ? {} : { rotatedAt }
}
