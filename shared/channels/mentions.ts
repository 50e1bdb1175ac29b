import { normalForm } from '../domain/normal-form.ts'
import { mentionsOf } from './mention-options.ts'

/** People that one message calls at most: its first lines are never cut. */
const MAX_CALLED = 10

/** The ids to call for these owners, each once, by the option's value as it was accepted. */
export function idsCalled(value: string | undefined, owners: readonly string[]): readonly string[] {
  if (value === undefined || owners.length === 0) return []
  const mentions = mentionsOf(value)
  const ids = owners.flatMap((owner) =>
    mentions.filter((each) => normalForm(each.owner) === normalForm(owner)).map(({ id }) => id),
  )
  return [...new Set(ids)].slice(0, MAX_CALLED)
}
