import type { Digest, DigestKey } from '../digest/model.ts'
import { type Item, type Line, plain, type Section } from '../document/document.ts'
import { groupBy } from '../domain/group-by.ts'
import type { Language } from '../domain/language.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import { needsMessagesFor } from '../text/needs-messages.ts'
import { keyLine, type Naming, shortStepSpans } from './key-line.ts'
import { batchLine } from './spoiled-batches.ts'

/** What ready keys differ in: how much was read, and whether applications have to be touched. */
const GROUPS = [true, false].flatMap((complete) =>
  ([1, 2, undefined] as const).map((scenario) => ({ complete, scenario })),
)

/** The keys that may move now: why, and how. */
export function readySection({ ready }: Digest, naming: Naming): Section {
  const messages = messagesFor(naming.language)
  const open = ready.filter(({ requested }) => requested === undefined)
  const planned = GROUPS.flatMap(({ complete, scenario }): Item[] => {
    const keys = open.filter((key) => key.complete === complete && key.scenario === scenario)
    const subjects = keys.map((key) => readyLine(key, naming))
    const group = { complete, ...(scenario && { scenario }) }
    return keys.length === 0 ? [] : [{ subjects, details: readyLines(group, naming.language) }]
  })
  const items = [...planned, ...requestedItems(ready, naming)]
  return {
    title: messages.readyNow,
    verdict: 'ready',
    count: ready.length,
    items: items.length > 0 ? items : [plain(messages.none)],
    urgent: true,
  }
}

/** Keys that the vendor was asked to move, by batch: nobody asks again. */
function requestedItems(ready: readonly DigestKey[], naming: Naming): readonly Item[] {
  const batches = groupBy(ready, ({ accountId, region, requested }) =>
    requested === undefined ? undefined : JSON.stringify([accountId, region, requested.batch]),
  )
  return [...batches.values()].flatMap((keys): Item[] => {
    const batch = keys[0]?.requested
    if (batch === undefined) return []
    const { toDo, colon } = messagesFor(naming.language)
    const { requestedToDo } = followUpMessagesFor(naming.language)
    const todo = batch.state === 'window-agreed' ? requestedToDo['window-agreed'] : requestedToDo.requested
    return [
      {
        subjects: keys.map((key) => readyLine(key, naming)),
        details: [batchLine(batch, naming), [`${toDo}${colon}${todo}`]],
      },
    ]
  })
}

/** Why a key is ready, under which scenario, and what to do with it. A rule pack may call a key ready whose events were not read completely. */
export function readyLines(
  { complete, scenario }: Pick<DigestKey, 'complete' | 'scenario'>,
  language: Language,
): Line[] {
  const messages = messagesFor(language)
  return [
    [complete ? messages.readyReason : messages.readyReasonIncomplete],
    ...(scenario === undefined ? [] : [[needsMessagesFor(language).ofScenario[scenario]]]),
    [`${messages.toDo}${messages.colon}${messages.readyToDo}`],
  ]
}

/** The line of a key, and that it is needed though it is quiet. */
function readyLine(key: DigestKey, naming: Naming): Line {
  const needed = key.quietButNeeded ? [` · ${needsMessagesFor(naming.language).quietButNeeded}`] : []
  return [...keyLine(key, naming), ...needed, ...shortStepSpans(key, naming)]
}
