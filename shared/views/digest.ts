import type { Digest, DigestKey } from '../digest/model.ts'
import { type Document, type Item, join, type Line, plain, type Section } from '../document/document.ts'
import { keyName } from '../domain/key-name.ts'
import type { Language } from '../domain/language.ts'
import type { Text } from '../domain/messages/message.ts'
import { textIn } from '../domain/messages/text-in.ts'
import type { Diagnostic } from '../domain/readiness.ts'
import { rotationEnabled } from '../domain/rules/rotation-enabled.ts'
import { inLocalTime, localTime, zoneName } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import { packsNotice, packsText } from '../text/rule-packs.ts'
import { expiringSections } from './decision-line.ts'
import { changeSections, noLongerReadySections } from './digest-changes.ts'
import { progressSections } from './digest-progress.ts'
import { summaryLines } from './digest-summary.ts'
import { forecastText } from './forecast.ts'
import { groupByReason } from './group-keys.ts'
import { titleOf } from './headline.ts'
import { counts, namingOf } from './key-line.ts'
import { nightLines, ownRangesLine } from './last-night.ts'
import { movedKeysSections } from './moved-keys.ts'
import { neededOwners } from './needed-owners.ts'
import { readySection } from './ready-keys.ts'
import { rotationSections } from './rotation.ts'
import { spoiledLines, spoiledSections } from './spoiled-batches.ts'
import { isSummary, taskSection } from './tasks.ts'

/** Accounts and regions that one line names. */
const SCOPES_NAMED = 5

/**
 * What a digest says, in order: in a summary who has to do what by when; whether it stands on last night; what can be done today, which is what to stop, what a rotation will block, what may move,
 * what its owner can fix, and what is no longer ready; what else changed; what keeps the rest, how far the whole is, how good the
 * evidence is.
 */
export function digestDocument(digest: Digest, language: Language, timezone: string): Document {
  const messages = messagesFor(language)
  const fatal = digest.diagnostics.filter((diagnostic) => diagnostic.fatal)
  const refused = new Set(fatal.map(({ accountId, region }) => `${accountId}:${region ?? '*'}`))
  const naming = namingOf(digest, language, timezone)
  const notice = packsNotice(digest, language)
  const keys = (title: string, list: readonly DigestKey[], verdict: DigestKey['verdict']): Section[] =>
    list.length === 0 ? [] : [{ title, verdict, count: list.length, items: groupByReason(list, naming) }]
  const opening = taskSection(digest, naming)
  const forecast = isSummary(digest) ? forecastText(digest.forecast, language) : undefined
  return {
    title: titleOf(digest, language),
    ...(opening && { opening }),
    lead: [
      ...nightLines(digest.night, language, timezone),
      ...spoiledLines(digest, naming),
      ...audienceLines(digest, language),
      ...summaryLines(digest, language),
      [
        `${messages.keys(digest.totals.keys)} · ${packsText(digest, language)}`,
        ...checkedLine(digest, language, timezone),
        ` · ${messages.timesIn(zoneName(timezone))}`,
      ],
      counts(digest.totals.byVerdict, language),
      ...ownRangesLine(digest.night, language),
      ...(notice === undefined ? [] : [[notice]]),
      ...(refused.size > 0 ? [[messages.refusedScopes(refused.size)]] : []),
    ],
    sections: [
      ...spoiledSections(digest, naming),
      ...rotationSections(digest, naming),
      ...movedKeysSections(digest, naming),
      readySection(digest, naming),
      ...keys(...otherActions(digest, language), 'action-required').map((section) => ({
        ...section,
        urgent: true as const,
      })),
      ...noLongerReadySections(digest, naming),
      ...changeSections(digest, naming),
      ...expiringSections(digest, naming),
      ...keys(messages.blocked, digest.blocked, 'blocked'),
      ...keys(messages.supportRequired, digest.supportRequired, 'support-required'),
      ...keys(messages.unknown, digest.unknown, 'unknown'),
      ...progressSections(digest.progress, naming, forecast),
      ...evidenceSections(digest, language, timezone),
    ],
    needed: neededOwners(digest),
  }
}

/** Whose keys alone it tells of, and that there are none. */
function audienceLines({ owner, account, totals }: Digest, language: Language): Line[] {
  const messages = followUpMessagesFor(language)
  const { colon } = messagesFor(language)
  const named = [
    [owner, messages.ofOwner, messages.noKeyOfOwner],
    [account, messages.ofAccount, messages.noKeyOfAccount],
  ] as const
  return named.flatMap(([name, only, none]) =>
    name === undefined ? [] : [[only, { text: name }, ...(totals.keys === 0 ? [`${colon}${none}`] : [])]],
  )
}

/** What else an owner can fix than a rotation, which has a list of its own. */
function otherActions(
  { actionRequired, rotating }: Digest,
  language: Language,
): readonly [string, readonly DigestKey[]] {
  const messages = messagesFor(language)
  const told = new Set(rotating.map(keyName))
  const others = actionRequired.filter(
    (key) => !told.has(keyName(key)) || key.deciding.some(({ rule }) => rule !== rotationEnabled.id),
  )
  return [others.length < actionRequired.length ? messages.otherActionRequired : messages.actionRequired, others]
}

function evidenceSections(digest: Digest, language: Language, timezone: string): Section[] {
  const messages = messagesFor(language)
  const sections: Section[] = [
    {
      title: messages.byRegion,
      items: digest.totals.byScope.map(({ accountId, region, keys, byVerdict }) =>
        plain(
          { name: accountId },
          ' ',
          { name: region },
          `${messages.colon}${messages.keys(keys)}${messages.colon}`,
          ...counts(byVerdict, language),
        ),
      ),
    },
    {
      title: messages.freshness,
      items: freshnessItems(digest, language, timezone),
      keepTogether: true,
    },
    {
      title: messages.gaps,
      items: digest.gaps.map(({ accountId, region, keys, gaps }) => ({
        subjects: [[{ name: accountId }, ' ', { name: region }, `${messages.colon}${messages.gapsOf(keys)}`]],
        details: gaps.map(({ from, to }) => [{ text: `${localTime(from, timezone)} – ${localTime(to, timezone)}` }]),
      })),
    },
    {
      title: messages.diagnostics,
      items: digest.diagnostics.map((diagnostic) => diagnosticItem(diagnostic, language, timezone)),
    },
  ]
  return sections.filter(({ items }) => items.length > 0)
}

/** Scopes that were checked at the same times are grouped. */
function freshnessItems({ freshness }: Digest, language: Language, timezone: string): Item[] {
  const messages = messagesFor(language)
  const groups = new Map<string, { readonly scopes: Line[]; readonly about: Line }>()
  for (const { accountId, region, oldestCheckedAt, newestCheckedAt, stale } of freshness) {
    const times = [...new Set([oldestCheckedAt, newestCheckedAt])].map((time) => localTime(time, timezone))
    const about: Line = [{ text: times.join(' – ') }, ...(stale > 0 ? ['; ', messages.stale(stale)] : [])]
    const group = groups.get(JSON.stringify(about)) ?? { scopes: [], about }
    groups.set(JSON.stringify(about), group)
    group.scopes.push([{ name: accountId }, ' ', { name: region }])
  }
  return [...groups.values()].map(({ scopes, about }) => {
    const more = scopes.length - SCOPES_NAMED
    const named = join(scopes.slice(0, SCOPES_NAMED), messages.listComma)
    return plain(...named, ...(more > 0 ? [` ${messages.more(more)}`] : []), messages.colon, ...about)
  })
}

/** A diagnostic in two lines: where and what, then what to do. */
export function diagnosticItem(diagnostic: Diagnostic, language: Language, timezone: string): Item {
  const messages = messagesFor(language)
  const { accountId, region, keyId, action, status, code, message, advice, fatal, requestId } = diagnostic
  const where = [accountId, region, keyId].filter((part) => part !== undefined)
  const what = [action, messages.diagnosticStatus[status], code].filter((part) => part !== undefined).join(' ')
  const told = (text: Text) => inLocalTime(textIn(text, language), timezone)
  const end = fatal ? [` — ${messages.nothingJudged}`] : []
  return {
    subjects: [
      [
        ...join(
          where.map((name) => [{ name }]),
          ' ',
        ),
        messages.colon,
        { text: what },
        ...end,
      ],
    ],
    details: [
      [{ text: requestId === undefined ? told(message) : `${told(message)} (RequestId ${requestId})` }],
      ...(advice === '' ? [] : [[`${messages.toDo}${messages.colon}`, { text: told(advice) }] satisfies Line]),
    ],
  }
}

/** Nothing where no key is known: an empty table was not checked at any time. */
function checkedLine({ freshness }: Digest, language: Language, timezone: string): Line {
  const messages = messagesFor(language)
  const newest = freshness.reduce((last, { newestCheckedAt }) => (newestCheckedAt > last ? newestCheckedAt : last), '')
  return newest === '' ? [] : [` · ${messages.eventsUpTo}`, { text: localTime(newest, timezone) }]
}
