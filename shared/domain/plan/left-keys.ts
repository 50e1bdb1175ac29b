import { keyName } from '../key-name.ts'
import { type Message, message } from '../messages/message.ts'
import type { DecidedBatch, LeftKey } from './plan.ts'

/** Keys that are left, with the batch that names them all the same. `told`: the batches of which the vendor knows. */
export function withRequests(left: readonly LeftKey[], told: readonly DecidedBatch[]): readonly LeftKey[] {
  const batchOf = new Map(
    told.flatMap(({ accountId, region, value }) =>
      value.keyIds.map((keyId) => [keyName({ accountId, region, keyId }), value] as const),
    ),
  )
  return left.map((key) => {
    const value = batchOf.get(keyName(key))
    if (!value) return key
    const { batch, state, ticket = null } = value
    return { ...key, requested: { batch, state, ticket } }
  })
}

/** What it means for whoever holds the ticket; nothing of a key that is in no such batch. */
export function requestedText({ requested }: Pick<LeftKey, 'requested'>): Message | undefined {
  if (!requested) return undefined
  const { batch, state, ticket } = requested
  return state === 'moved' || state === 'verified'
    ? message('plan-left-moved', { batch })
    : message('plan-left-requested', { batch, ticket })
}
