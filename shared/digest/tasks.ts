import { compareTexts } from '../domain/compare-texts.ts'
import type { Standing } from '../domain/decisions/standing.ts'
import { keyName } from '../domain/key-name.ts'
import { rotationEnabled } from '../domain/rules/rotation-enabled.ts'
import type { Scope } from '../domain/scope.ts'
import type { Instant } from '../domain/time.ts'
import type { SpoiledBatch, Task, TaskKey } from './follow-up.ts'
import type { Digest, DigestKey } from './model.ts'

/** Keys that a task names; it tells how many there are. */
const KEYS_NAMED = 3

/** What tasks are made of. */
type Facts = Pick<
  Digest,
  'rotating' | 'actionRequired' | 'supportRequired' | 'moves' | 'spoiledBatches' | 'expiring'
> & {
  readonly underWay: readonly Standing<'batch'>[]
  readonly keyNamed: (name: string) => DigestKey | undefined
}

/**
 * Who has to do what by when: first what harms today, which is a batch with a key that must not be moved and callers that fail; then by date, and what has no date last. Keys of one owner that need
 * the same are one task, by the date of the first of them.
 */
export function tasksOf(facts: Facts, now: Instant): readonly Task[] {
  const { rotating, actionRequired, supportRequired, moves, spoiledBatches, expiring, underWay, keyNamed } = facts
  const failing = moves.listed.filter((key) => key.failing > 0)
  const atOldEntry = moves.listed.filter(({ left, failing: fail, closesAt }) => left > fail && closesAt !== null)
  const rotationOff = moves.listed.filter((key) => key.rotationOff)
  const steps = actionRequired.flatMap((key) =>
    key.deciding.filter(({ rule }) => rule !== rotationEnabled.id).map((finding) => ({ ...key, finding })),
  )
  const tasks: Task[] = [
    ...spoiledBatches.map((spoiled): Task => {
      const { by, window, keys } = spoiled
      return { kind: 'spoiled-batch', who: by, due: window?.from ?? null, ...named(keys), batch: batchOf(spoiled) }
    }),
    ...underWay.flatMap((decision) => batchTask(decision, keyNamed, now)),
    // The soonest first, as they come.
    ...byOwner(rotating).map((keys): Task => {
      return { kind: 'rotation', ...ofOwner(keys), due: keys[0].nextRotationAt }
    }),
    ...byOwner(failing).map((keys): Task => ({ kind: 'failing', ...ofOwner(keys) })),
    ...byOwner(atOldEntry).map((keys): Task => {
      const due = keys.map(({ closesAt }) => closesAt ?? '').reduce((first, each) => (each < first ? each : first))
      return { kind: 'old-entry', ...ofOwner(keys), due }
    }),
    ...byOwner(rotationOff).map((keys): Task => ({ kind: 'rotation-on', ...ofOwner(keys) })),
    ...byOwner(steps, ({ finding }) => finding.rule).map((keys): Task => {
      return { kind: 'action', ...ofOwner(keys), finding: keys[0].finding }
    }),
    ...byOwner(supportRequired).map((keys): Task => ({ kind: 'support', ...ofOwner(keys) })),
    ...expiring.flatMap(({ by, until, value, aliases, over }): Task[] =>
      over ? [] : [{ kind: 'decision', who: by, due: until, count: 0, keys: [], decision: value, aliases }],
    ),
  ]
  return tasks.sort(inOrder)
}

/** A batch under way: a window to agree on, to be ready for, or to tell the end of. What must not be moved is no part of it: that is told to stop. */
function batchTask(
  { by, value, ...scope }: Standing<'batch'>,
  keyNamed: Facts['keyNamed'],
  now: Instant,
): readonly Task[] {
  const { keyIds, window, state } = value
  const keys = keyIds
    .flatMap((keyId) => keyNamed(keyName({ ...scope, keyId })) ?? [])
    .filter(({ verdict }) => verdict === 'ready' || verdict === 'migrated')
  if (keys.length === 0) return []
  const about = { who: by, ...named(keys), batch: batchOf(value) }
  if (state !== 'window-agreed' || window === undefined) return [{ kind: 'window-missing', due: null, ...about }]
  return Date.parse(window.to) <= now
    ? [{ kind: 'window-over', due: window.to, ...about }]
    : [{ kind: 'window', due: window.from, ...about }]
}

function batchOf({ batch, ticket, window }: Pick<SpoiledBatch, 'batch' | 'ticket' | 'window'>) {
  return { id: batch, ...(ticket !== undefined && { ticket }), ...(window !== undefined && { window }) }
}

type Group<K> = readonly [K, ...K[]]

/** Keys of one owner, and of one sort where there are several, in the order in which the first of each comes. */
function byOwner<K extends Pick<DigestKey, 'owner'>>(
  keys: readonly K[],
  sortOf: (key: K) => string = () => '',
): readonly Group<K>[] {
  const groups = new Map<string, [K, ...K[]]>()
  for (const key of keys) {
    const name = JSON.stringify([key.owner, sortOf(key)])
    const group = groups.get(name)
    if (group) group.push(key)
    else groups.set(name, [key])
  }
  return [...groups.values()]
}

function ofOwner(keys: Group<TaskKey & Pick<DigestKey, 'owner'>>): Pick<Task, 'who' | 'due' | 'count' | 'keys'> {
  return { who: keys[0].owner ?? null, due: null, ...named(keys) }
}

function named(keys: readonly (Scope & TaskKey)[]): Pick<Task, 'count' | 'keys'> {
  const first = keys.slice(0, KEYS_NAMED).map(({ accountId, region, keyId, aliases }) => {
    return { accountId, region, keyId, aliases }
  })
  return { count: keys.length, keys: first }
}

/** What harms today, whatever its date. */
function isUrgent({ kind }: Task): boolean {
  return kind === 'spoiled-batch' || kind === 'failing'
}

function inOrder(a: Task, b: Task): number {
  return (
    Number(isUrgent(b)) - Number(isUrgent(a)) ||
    compareTexts(a.due ?? '~', b.due ?? '~') ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareTexts(a.who ?? '\u{10ffff}', b.who ?? '\u{10ffff}')
  )
}

/** Of what has one date, or none. */
const KINDS: readonly Task['kind'][] = [
  'spoiled-batch',
  'failing',
  'window',
  'window-over',
  'window-missing',
  'old-entry',
  'rotation',
  'action',
  'support',
  'rotation-on',
  'decision',
]
