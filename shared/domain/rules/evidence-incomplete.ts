import type { KeySnapshot, UnreadFact } from '../key.ts'
import { isKeyWord, quoted, WORDED_FACTS } from '../key-vocabulary.ts'
import { distinctTexts, message, type Text } from '../messages/message.ts'
import { missingFacts } from '../missing-facts.ts'
import type { RuleContext } from '../rule-context.ts'
import { iso } from '../time.ts'
import { evidenceTexts } from './evidence-texts.ts'
import type { Rule } from './rule.ts'
import { ACTIONTRAIL_RIGHTS_PAGE, KMS_RIGHTS_PAGE, kmsOperationPage, LOOKUP_EVENTS_PAGE } from './sources.ts'
import { MAX_NAMES, truncatedList } from './use-evidence.ts'

/** What KMS and ActionTrail answer where a RAM policy is missing (docs/vendor-facts.md, "KMS: errors and quotas"). */
const DENIED = /NoPermission|Forbidden\.RAM|AccessDenied|Unauthorized/
const ACTIONTRAIL_APIS: ReadonlySet<string> = new Set(['LookupEvents', 'DescribeTrails'])
/** What tells a fact that DescribeKey does not. */
const OPERATIONS: Partial<Record<UnreadFact['fact'], string>> = { versions: 'ListKeyVersions', creatorType: 'ListKeys' }
/** Facts beside those that a key itself consists of: what hangs on it, not whether it can move. */
const BESIDE: ReadonlySet<UnreadFact['fact']> = new Set(['secrets', 'aliases'])

/** `ready` rests on complete evidence: a hole in the reading or a fact that could not be read is said, and never passed over. */
export const evidenceIncomplete: Rule = {
  id: 'evidence-incomplete',
  appliesTo: 'candidate',
  needs: [],
  texts: evidenceTexts,
  check: (context) => {
    const unread = unreadFacts(context.key)
    const isEmpty = context.window.from >= context.window.to
    if (unread.length === 0 && context.gaps.length === 0 && !isEmpty) return undefined
    const data = { ...dataOf(context, unread), emptyWindow: Number(isEmpty) }
    const source = sourceOf(unread, context)
    const factMissing = unread.some(({ fact }) => !BESIDE.has(fact))
    return factMissing ? { data, source, effect: 'unknown' } : { data, source }
  },
}

function dataOf({ window, gaps, gapReasons }: RuleContext, unread: readonly UnreadFact[]) {
  return {
    from: iso(window.from),
    to: iso(window.to),
    gaps: gaps.slice(0, MAX_NAMES).map((gap) => `${iso(gap.from)}/${iso(gap.to)}`),
    moreGaps: Math.max(0, gaps.length - MAX_NAMES),
    ...truncatedList('reasons', 'moreReasons', gapReasons),
    unread: [...new Set(unread.map(({ fact }) => fact))],
    unreadReasons: distinctTexts(unread.map(({ reason }) => reason)).filter((reason) => reason !== ''),
    grants: grants([...unread.map(({ reason }) => reason), ...gapReasons]),
  }
}

/** What was not read, and what must be there of every candidate and is not. A fact may come twice. */
function unreadFacts({ kind, facts, unread }: KeySnapshot): readonly UnreadFact[] {
  const silent: UnreadFact['fact'][] = [...missingFacts(facts)]
  if (kind === 'unclassified') silent.push('kmsInstanceId')
  return [...unread, ...silent.map((fact) => ({ fact, reason: '' })), ...unknownWords(facts)]
}

/** Facts in words that no rule knows: a rule that asks for a word it knows would pass over them. */
function unknownWords(facts: KeySnapshot['facts']): readonly UnreadFact[] {
  return WORDED_FACTS.flatMap((fact) => {
    const word = facts[fact]
    return word === null || isKeyWord(fact, word)
      ? []
      : [{ fact, reason: message('value-unknown', { value: quoted(word) }) }]
  })
}

/** The page on what has to be done first: on the rights that are missing, or on the call that did not tell. */
function sourceOf(unread: readonly UnreadFact[], { gapReasons }: RuleContext): string {
  if (unread.some(({ reason }) => isDenied(reason))) return KMS_RIGHTS_PAGE
  if (grants(gapReasons).some((grant) => grant.startsWith('actiontrail:'))) return ACTIONTRAIL_RIGHTS_PAGE
  const [first] = unread
  return first ? kmsOperationPage(operationFor(first)) : LOOKUP_EVENTS_PAGE
}

/** The operation of KMS that tells a fact, or the one that failed. */
function operationFor({ fact, reason }: UnreadFact): string {
  return isCall(reason) ? reason.params.action : (OPERATIONS[fact] ?? 'DescribeKey')
}

/** The RAM actions that were denied. */
function grants(reasons: readonly Text[]): readonly string[] {
  const apis = reasons.filter(isDenied).map(({ params }) => params.action)
  return [...new Set(apis)].map((api) => `${ACTIONTRAIL_APIS.has(api) ? 'actiontrail' : 'kms'}:${api}`)
}

type FailedCall = Extract<Text, { readonly id: 'call' }>

function isCall(reason: Text): reason is FailedCall {
  return typeof reason === 'object' && reason.id === 'call'
}

function isDenied(reason: Text): reason is FailedCall {
  return isCall(reason) && DENIED.test(reason.params.code)
}
