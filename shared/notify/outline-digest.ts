import type { Diagnostic } from '../domain/readiness.ts'
import type { Language } from '../domain/verdict.ts'
import { bothTimes } from './calendar.ts'
import type { Digest, DigestKey } from './digest.ts'
import { nightLines } from './digest-night.ts'
import { type Item, join, type Line, type Outline, plain, type Section } from './outline.ts'
import { outlineChanges } from './outline-changes.ts'
import { counts, groupByReason, keyLine, type Naming } from './outline-keys.ts'
import { wordsIn } from './words.ts'

/** What a digest says, in order: what changed, what may move now, what may not and why, how good the evidence is. */
export function outlineDigest(digest: Digest, language: Language, timezone: string): Outline {
  const words = wordsIn(language)
  const accounts = new Set(digest.totals.byScope.map(({ accountId }) => accountId))
  const fatal = digest.diagnostics.filter((diagnostic) => diagnostic.fatal)
  const refused = new Set(fatal.map(({ accountId, region }) => `${accountId}:${region ?? '*'}`))
  const naming: Naming = { language, withAccount: accounts.size > 1 }
  const keys = (title: string, list: readonly DigestKey[], verdict: DigestKey['verdict'], todo: string): Section[] =>
    list.length === 0 ? [] : [{ title, verdict, count: list.length, items: groupByReason(list, naming, todo) }]
  return {
    title: `${words.title} · ${digest.day}`,
    lead: [
      ...nightLines(digest.night, language, timezone),
      [
        `${words.keys(digest.totals.keys)} · ${words.rulePack} ${digest.rules}`,
        ...checkedLine(digest, language, timezone),
      ],
      counts(digest.totals.byVerdict, language),
      ...(refused.size > 0 ? [[words.refusedScopes(refused.size)]] : []),
    ],
    sections: [
      ...outlineChanges(digest, naming),
      readySection(digest, naming),
      ...keys(words.blocked, digest.blocked, 'blocked', words.toDo),
      ...keys(words.supportRequired, digest.supportRequired, 'support-required', words.toDo),
      ...keys(words.actionRequired, digest.actionRequired, 'action-required', words.toDo),
      ...keys(words.unknown, digest.unknown, 'unknown', words.toKnow),
      ...outlineEvidence(digest, language, timezone),
    ],
  }
}

function readySection({ ready }: Digest, naming: Naming): Section {
  const words = wordsIn(naming.language)
  const items = ready.map((key): Item => ({ heads: [keyLine(key, naming)], about: [] }))
  return {
    title: words.readyNow,
    verdict: 'ready',
    count: ready.length,
    items: items.length > 0 ? items : [plain(words.none)],
  }
}

function outlineEvidence(digest: Digest, language: Language, timezone: string): Section[] {
  const words = wordsIn(language)
  const sections: Section[] = [
    {
      title: words.byRegion,
      items: digest.totals.byScope.map(({ accountId, region, keys, byVerdict }) =>
        plain({ name: accountId }, ' ', { name: region }, `: ${words.keys(keys)}: `, ...counts(byVerdict, language)),
      ),
    },
    {
      title: words.freshness,
      items: digest.freshness.map(({ accountId, region, oldestCheckedAt, newestCheckedAt, stale }) => {
        const times = [...new Set([oldestCheckedAt, newestCheckedAt])].map((time) => bothTimes(time, timezone))
        const late: Line = stale > 0 ? ['; ', words.stale(stale)] : []
        return plain({ name: accountId }, ' ', { name: region }, `: `, { text: times.join(' – ') }, ...late)
      }),
    },
    {
      title: words.gaps,
      items: digest.gaps.map(({ accountId, region, keys, gaps }) => ({
        heads: [[{ name: accountId }, ' ', { name: region }, `: ${words.gapsOf(keys)}`]],
        about: gaps.map(({ from, to }) => [{ text: `${bothTimes(from, timezone)} – ${bothTimes(to, timezone)}` }]),
      })),
    },
    {
      title: words.diagnostics,
      items: digest.diagnostics.map((diagnostic) => diagnosticItem(diagnostic, language)),
    },
  ]
  return sections.filter(({ items }) => items.length > 0)
}

/** A diagnostic in two lines: where and what, then what to do. */
export function diagnosticItem(diagnostic: Diagnostic, language: Language): Item {
  const words = wordsIn(language)
  const { accountId, region, keyId, action, status, code, message, advice, fatal, requestId } = diagnostic
  const where = [accountId, region, keyId].filter((part) => part !== undefined)
  const what = [action, status, code].filter((part) => part !== undefined).join(' ')
  const end = fatal ? [` — ${words.nothingJudged}`] : []
  return {
    heads: [
      [
        ...join(
          where.map((name) => [{ name }]),
          ' ',
        ),
        ': ',
        { text: what },
        ...end,
      ],
    ],
    about: [
      [{ text: requestId === undefined ? message : `${message} (RequestId ${requestId})` }],
      ...(advice === '' ? [] : [[`${words.toDo}: `, { text: advice }] satisfies Line]),
    ],
  }
}

/** Nothing where no key is known: an empty table was not checked at any time. */
function checkedLine({ freshness }: Digest, language: Language, timezone: string): Line {
  const newest = freshness.reduce((last, { newestCheckedAt }) => (newestCheckedAt > last ? newestCheckedAt : last), '')
  return newest === '' ? [] : [` · ${wordsIn(language).checked}: `, { text: bothTimes(newest, timezone) }]
}
