import { html } from 'hono/html'
import { clientName } from '../../../shared/domain/caller-names.ts'
import type { AboutKey } from '../../../shared/domain/decisions/about-key.ts'
import { SPOKEN_CLIENTS, subjectOf } from '../../../shared/domain/decisions/decision.ts'
import { SeenCallers } from '../../../shared/domain/decisions/seen-callers.ts'
import type { Standing } from '../../../shared/domain/decisions/standing.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { timeHtml } from '../../../shared/report/time.ts'
import { localTime } from '../../../shared/text/dates.ts'
import {
  agreedWindow,
  decisionMessagesFor,
  decisionText,
  doubtText,
  nameIn,
} from '../../../shared/text/decision-messages.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import { historyMessagesFor } from '../../../shared/text/history-messages.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import type { Refused } from './decide-by-form.ts'
import { decisionFormMessagesFor } from './decision-form-messages.ts'
import { dateField, decisionForm, refusedHtml, selectField, textField } from './decision-forms.ts'
import { type PageReader, queryOf } from './view.ts'

interface SectionParts extends Pick<PageReader, 'home' | 'view'> {
  readonly row: ReadinessRow
  readonly about: AboutKey
  readonly context: ReportContext
  /** Whether the page may take decisions. */
  readonly isOpen: boolean
  readonly refused?: Refused
}

/** What people decided about a key, with who, when, why and until when, and the forms by which they decide. */
export function decisionsSection(parts: SectionParts): Html {
  const { about, context, isOpen, refused } = parts
  const messages = decisionFormMessagesFor(context.language)
  const items = about.standing.map((each) => standingItem(each, parts))
  return html`<section class="card" aria-labelledby="people"><h2 id="people" tabindex="-1">${decisionMessagesFor(context.language).title}</h2>
${refusedHtml(refused, context.language)}${items.length === 0 ? html`<p class="quiet">${messages.none}</p>` : html`<ul>${items}</ul>`}
${isOpen ? forms(parts) : html`<p class="quiet">${messages.notHere}</p>`}</section>` as Html
}

function standingItem(standing: Standing, parts: SectionParts): Html {
  const { language, timezone } = parts.context
  const { value, subject, by, at, why, until } = standing
  const [words, common, own] = [historyMessagesFor(language), messagesFor(language), decisionMessagesFor(language)]
  const end = until === null ? '' : ` · ${words.until(localTime(until, timezone))}`
  const [name, window] = [nameIn(value), agreedWindow(value, timezone)]
  const code = name === undefined ? '' : html`<code>${visible(name)}</code>`
  const who =
    value.kind === 'batch'
      ? html`<a href="${parts.home}plan${queryOf(parts.view)}#${value.batch}">${code}</a> `
      : code === ''
        ? ''
        : html`${code} `
  const doubt = new SeenCallers([parts.row]).doubtOf(value)
  const warning = doubt ? html`<p class="alert">${visible(doubtText(doubt, language))}</p>` : ''
  const withdraw = decisionFormMessagesFor(language).withdraw
  const form = parts.isOpen
    ? decisionForm({ ...formParts(parts), kind: 'withdrawal', title: withdraw, subjects: [subject], about: subject })
    : ''
  return html`<li>${own.kinds[value.kind]}${common.colon}${who}<b>${visible(decisionText(value, language))}</b>${window === '' ? '' : ` · ${window}`}
<div class="about">${visible(words.by(by))} · ${timeHtml(at, parts.context)}${end} · ${visible(why)}</div>${warning}${form}</li>` as Html
}

function forms(parts: SectionParts): Html {
  const { row, about, context } = parts
  const { language } = context
  const messages = decisionFormMessagesFor(language)
  const common = formParts(parts)
  const typed = (kind: string) => (parts.refused?.typed.kind === kind ? parts.refused.typed : {})
  const rules = row.findings.map(({ rule }) => rule)
  const languages = SPOKEN_CLIENTS.map((client) => [client, clientName(client, language)] as const)
  const callers = (kind: string, names: readonly string[]) =>
    selectField('principal', messages.caller, pairs(names), typed(kind).principal)
  return html`${decisionForm({
    ...{ ...common, kind: 'owner', title: messages.owner, subjects: [subjectOf({ kind: 'owner', keyId: row.keyId })] },
    fields: [
      textField('owner', messages.ownerName, { value: typed('owner').owner, most: 100 }),
      dateField(messages.untilOrEver, typed('owner').until, false),
    ],
  })}${
    rules.length === 0
      ? ''
      : decisionForm({
          ...{ ...common, kind: 'waiver', title: messages.waive, note: messages.waiveAbout },
          subjects: rules.map((rule) => subjectOf({ kind: 'waiver', keyId: row.keyId, rule })),
          fields: [
            selectField('rule', messages.finding, pairs(rules), typed('waiver').rule),
            dateField(messages.until, typed('waiver').until, true),
          ],
        })
  }${
    about.openCallers.length === 0
      ? ''
      : decisionForm({
          ...{ ...common, kind: 'keys-statement', title: messages.keys, note: messages.keysAbout },
          subjects: about.openCallers.map((principal) => subjectOf({ kind: 'keys-statement', principal })),
          fields: [
            callers('keys-statement', about.openCallers),
            textField('keys', messages.keyNames, { value: typed('keys-statement').keys ?? row.keyId, most: 4_000 }),
            dateField(messages.until, typed('keys-statement').until, true),
          ],
        })
  }${
    about.unknownCallers.length === 0
      ? ''
      : decisionForm({
          ...{ ...common, kind: 'client-statement', title: messages.client, note: messages.clientAbout },
          subjects: about.unknownCallers.map((principal) => subjectOf({ kind: 'client-statement', principal })),
          fields: [
            callers('client-statement', about.unknownCallers),
            selectField('client', messages.language, languages, typed('client-statement').client),
            dateField(messages.until, typed('client-statement').until, true),
          ],
        })
  }` as Html
}

function formParts({ about, context, refused }: SectionParts) {
  return { numbers: about.numbers, language: context.language, ...(refused && { typed: refused.typed }) }
}

function pairs(names: readonly string[]): (readonly [string, string])[] {
  return names.map((name) => [name, name])
}
