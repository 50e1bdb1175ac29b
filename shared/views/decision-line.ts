import type { ExpiringDecision } from '../digest/follow-up.ts'
import type { Digest } from '../digest/model.ts'
import { join, type Line, type Section } from '../document/document.ts'
import { calendarDay } from '../domain/calendar.ts'
import type { Language } from '../domain/language.ts'
import { ruleTexts } from '../domain/rules/render-finding.ts'
import { decisionText } from '../text/decision-messages.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import type { Naming } from './key-line.ts'

/** What a decision is, in a few words: `waiver “Rotation is on” · alias/pay key-hzz…`. */
export function decisionLine(
  { value, aliases }: Pick<ExpiringDecision, 'value' | 'aliases'>,
  language: Language,
): Line {
  const messages = followUpMessagesFor(language)
  const key = (keyId: string): Line =>
    join(
      [...aliases, keyId].map((name) => [{ name }]),
      ' ',
    )
  switch (value.kind) {
    case 'owner':
      return [`${messages.ownerDecision} `, { text: shortened(value.owner, OWNER_LENGTH) }, ' · ', ...key(value.keyId)]
    case 'waiver':
      return [
        `${messages.waiver} `,
        { text: ruleTexts(value.rule, language)?.title ?? value.rule },
        ' · ',
        ...key(value.keyId),
      ]
    case 'keys-statement':
      return [`${messages.statement} `, { name: value.principal }, ` · ${messages.keys(value.keyIds.length)}`]
    case 'client-statement':
      return [`${messages.statement} `, { name: value.principal }, ` · ${value.client}`]
    case 'batch':
      return [`${messages.batch} `, { name: value.batch }]
    case 'unknown':
      return [{ text: decisionText(value, language) }]
  }
}

/** Decisions that end within a week, and those that ended in the digest's period; none where there are none. */
export function expiringSections({ expiring }: Digest, { language, timezone }: Naming): Section[] {
  if (expiring.length === 0) return []
  const messages = followUpMessagesFor(language)
  const { colon, toDo } = messagesFor(language)
  const items = expiring.map(({ value, aliases, by, until, over, region }) => {
    const day = calendarDay(Date.parse(until), timezone)
    const line: Line = [
      `${over ? messages.expiredOn(day) : messages.expiresOn(day)} · `,
      ...decisionLine({ value, aliases }, language),
      ' · ',
      { name: region },
      ` · ${messages.decidedBy} `,
      { text: shortened(by, OWNER_LENGTH) },
    ]
    const isStatement = value.kind === 'keys-statement' || value.kind === 'client-statement'
    return { line, isStatement }
  })
  const of = (statements: boolean) =>
    items.filter(({ isStatement }) => isStatement === statements).map(({ line }) => line)
  const [statements, others] = [of(true), of(false)]
  return [
    {
      title: messages.expiring,
      count: expiring.length,
      items: [
        ...(statements.length > 0
          ? [{ subjects: statements, details: [[`${toDo}${colon}${messages.statementToDo}`]] }]
          : []),
        ...(others.length > 0 ? [{ subjects: others, details: [] }] : []),
      ],
    },
  ]
}
