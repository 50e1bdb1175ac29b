import type { Language } from '../../domain/language.ts'
import { textIn } from '../../domain/messages/text-in.ts'
import type { ReadinessRow } from '../../domain/readiness.ts'
import { resourceMessage } from '../../domain/resources/resource-message.ts'
import { needsMessagesFor } from '../../text/needs-messages.ts'

/** What needs a key: one thing of the picture. Not escaped. */
export interface NeedingPart {
  readonly name: string
  readonly detail: string
}

/** Things of one kind. */
export interface NeedingGroup {
  readonly kind: 'caller' | 'resource' | 'secret'
  readonly parts: readonly NeedingPart[]
  /** How many there are beside them. */
  readonly more: number
}

/** What needs a key, as far as its row tells: callers, cloud resources and secrets, the most telling first. Kinds without any are left out. */
export function needingGroups(row: ReadinessRow, language: Language): readonly NeedingGroup[] {
  const messages = needsMessagesFor(language)
  const groups: readonly NeedingGroup[] = [
    {
      kind: 'caller',
      parts: row.usage.callers.map(({ principal, client, network, calls }) => ({
        name: principal,
        detail: `${client}, ${network}, ${messages.calls(calls)}`,
      })),
      more: row.usage.moreCallers,
    },
    {
      kind: 'resource',
      parts: (row.resources ?? []).map((each) => ({ name: textIn(resourceMessage(each), language), detail: each.use })),
      more: row.moreResources ?? 0,
    },
    { kind: 'secret', parts: row.secrets.map((name) => ({ name, detail: '' })), more: 0 },
  ]
  return groups.filter(({ parts }) => parts.length > 0)
}
