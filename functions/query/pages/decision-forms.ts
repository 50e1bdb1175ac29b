import { html } from 'hono/html'
import type { Language } from '../../../shared/domain/language.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import type { Refused } from './decide-by-form.ts'
import { decisionFormMessagesFor } from './decision-form-messages.ts'
import type { FormField, Typed } from './read-form.ts'

interface FormParts {
  readonly kind: string
  readonly title: string
  readonly note?: string
  /** What may be decided on with it. */
  readonly subjects: readonly string[]
  /** The subject, where a form names it and not its fields. */
  readonly about?: string
  readonly fields?: readonly Html[]
  readonly numbers: ReadonlyMap<string, number>
  readonly language: Language
  /** What stood in the form that was refused, whichever that was. */
  readonly typed?: Typed
}

/** A form that is folded up, or open where it was refused. It is sent to the page that it stands on, and carries which decisions that showed. */
export function decisionForm(parts: FormParts): Html {
  const { kind, title, note, subjects, about, fields = [], numbers, language, typed } = parts
  const messages = decisionFormMessagesFor(language)
  const isRefused = typed?.kind === kind && (about === undefined || typed.subject === about)
  const kept = isRefused ? typed : {}
  const seen = subjects.flatMap((subject) => {
    const number = numbers.get(subject)
    return number === undefined ? [] : [hidden('seen', `${number} ${subject}`)]
  })
  return html`<details${isRefused ? html` open` : ''}><summary>${title}</summary>${note === undefined ? '' : html`<p class="about">${note}</p>`}
<form class="filters" method="post" aria-label="${about === undefined ? title : visible(`${title} ${about}`)}" autocomplete="off">
${hidden('kind', kind)}${about === undefined ? '' : hidden('subject', about)}${seen}${fields}
${textField('why', messages.why, { value: kept.why, most: 500, grow: true })}
${textField('by', messages.by, { value: kept.by, most: 100 })}
<label>${messages.token}<input type="password" name="token" required autocomplete="off"></label>
<button type="submit">${kind === 'withdrawal' ? messages.withdraw : messages.submit}</button>
</form></details>` as Html
}

/** Why a form that was sent was refused; nothing where none was. */
export function refusedHtml(refused: Pick<Refused, 'message'> | undefined, language: Language): Html | '' {
  if (!refused) return ''
  const { refused: heading } = decisionFormMessagesFor(language)
  return html`<p class="alert" role="alert"><b>${heading}</b> <span lang="en">${visible(refused.message)}</span></p>` as Html
}

interface TextOptions {
  readonly value: string | undefined
  readonly most: number
  readonly grow?: true
  readonly optional?: true
}

export function textField(name: FormField, label: string, { value = '', most, grow, optional }: TextOptions): Html {
  return html`<label${grow ? html` class="grow"` : ''}>${label}<input name="${name}" value="${visible(value)}" maxlength="${most}"${optional ? '' : html` required`} autocomplete="off"></label>` as Html
}

export function dateField(label: string, value: string | undefined, isRequired: boolean): Html {
  return html`<label>${label}<input type="date" name="until" value="${visible(value ?? '')}"${isRequired ? html` required` : ''}></label>` as Html
}

/** A moment on the clocks of one zone, or none. */
export function momentField(name: FormField, label: string, value: string): Html {
  return html`<label>${label}<input type="datetime-local" name="${name}" value="${visible(value)}"></label>` as Html
}

export function selectField(
  name: FormField,
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string | undefined,
): Html {
  const choices = options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${visible(text)}</option>`,
  )
  return html`<label class="grow">${label}<select name="${name}" required>${choices}</select></label>` as Html
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">` as Html
}
