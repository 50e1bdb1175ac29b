import { html } from 'hono/html'
import { wallClock } from '../../../shared/domain/calendar.ts'
import {
  BATCH_STATES,
  type BatchDecision,
  type BatchState,
  type Decision,
  subjectOf,
} from '../../../shared/domain/decisions/decision.ts'
import { newestDecisions, ofKind, standingDecisions } from '../../../shared/domain/decisions/standing.ts'
import type { Plan } from '../../../shared/domain/plan/plan.ts'
import { type Scope, scopeId } from '../../../shared/domain/scope.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { zoneName } from '../../../shared/text/dates.ts'
import { agreedWindow, decisionMessagesFor, decisionText } from '../../../shared/text/decision-messages.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import type { Refused } from './decide-by-form.ts'
import { decisionFormMessagesFor } from './decision-form-messages.ts'
import { decisionForm, hidden, momentField, refusedHtml, selectField, textField } from './decision-forms.ts'
import type { PageReader } from './view.ts'

export interface BatchesParts {
  readonly plan: Plan
  /** All that people decided, in any order. */
  readonly decisions: readonly Decision[]
  readonly now: Instant
  /** Whether the page may take decisions. */
  readonly isOpen: boolean
  readonly refused?: Refused
}

/** A batch of the plan, or one that somebody has decided about and that is not verified. */
interface Followed extends Scope {
  readonly id: string
  /** What holds; undefined: nobody has decided about it. */
  readonly value: BatchDecision | undefined
}

/** How far each batch is, and the form by which that is recorded. Nothing where there is no batch. */
export function batchesSection(parts: BatchesParts, reader: PageReader): Html | '' {
  const { decisions, isOpen, refused } = parts
  const { language } = reader.context
  const messages = decisionFormMessagesFor(language)
  const numbers = new Map(
    newestDecisions(decisions).map(({ subject, number, ...scope }) => [`${scopeId(scope)} ${subject}`, number]),
  )
  const items = followed(parts).map((batch) => itemHtml(batch, parts, reader, numbers))
  if (items.length === 0) return ''
  return html`<section class="card" aria-labelledby="batches"><h2 id="batches" tabindex="-1">${messages.batches}</h2>
${refusedHtml(refused, language)}<ul>${items}</ul>${isOpen ? '' : html`<p class="quiet">${messages.notHere}</p>`}</section>` as Html
}

function followed({ plan, decisions, now }: BatchesParts): readonly Followed[] {
  const standing = ofKind(standingDecisions(decisions, now), 'batch')
  const nameOf = ({ id, ...scope }: Scope & { readonly id: string }) => `${scopeId(scope)} ${id}`
  const found = new Map<string, Followed>()
  for (const { id, accountId, region, state } of plan.batches)
    if (state === null) found.set(nameOf({ id, accountId, region }), { id, accountId, region, value: undefined })
  for (const { accountId, region, value } of standing)
    if (value.state !== 'verified')
      found.set(nameOf({ id: value.batch, accountId, region }), { id: value.batch, accountId, region, value })
  return [...found.values()]
}

function itemHtml(
  { id, accountId, region, value }: Followed,
  { isOpen, refused }: BatchesParts,
  { context, ownZone }: PageReader,
  numbers: ReadonlyMap<string, number>,
): Html {
  const { language, timezone } = context
  const messages = decisionFormMessagesFor(language)
  const { states } = decisionMessagesFor(language)
  const subject = subjectOf({ kind: 'batch', batch: id })
  const number = numbers.get(`${scopeId({ accountId, region })} ${subject}`)
  const typed = refused?.typed.subject === subject ? refused.typed : undefined
  const window = value === undefined ? '' : agreedWindow(value, timezone)
  const [zone, agreed] = [zoneName(ownZone), value?.window]
  const local = (at: string | undefined) =>
    at === undefined ? '' : wallClock(Date.parse(at), ownZone).replace(' ', 'T')
  const form = isOpen
    ? decisionForm({
        ...{ kind: 'batch', title: messages.batchState, subjects: [subject], about: subject, language },
        numbers: new Map(number === undefined ? [] : [[subject, number]]),
        ...(typed && { typed }),
        fields: [
          ...[hidden('account', accountId), hidden('region', region), hidden('batch', id)],
          selectField(
            'state',
            messages.state,
            BATCH_STATES.map((state) => [state, states[state]]),
            typed?.state ?? nextOf(value?.state),
          ),
          textField('ticket', messages.ticket, { value: typed?.ticket ?? value?.ticket, most: 100, optional: true }),
          momentField('from', messages.windowFrom(zone), typed?.from ?? local(agreed?.from)),
          momentField('to', messages.windowTo(zone), typed?.to ?? local(agreed?.to)),
        ],
      })
    : ''
  return html`<li><a href="#${id}"><code>${visible(id)}</code></a> <span class="quiet">${visible(region)} · ${visible(accountId)}</span> · <b>${visible(value === undefined ? states.planned : decisionText(value, language))}</b>${window === '' ? '' : ` · ${window}`}${form}</li>` as Html
}

/** The state that usually follows. */
function nextOf(state: BatchState = 'planned'): BatchState {
  return BATCH_STATES[BATCH_STATES.indexOf(state) + 1] ?? state
}
