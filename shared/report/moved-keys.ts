import { html } from 'hono/html'
import type { MovedKey } from '../digest/moved-keys.ts'
import { lineHtml } from '../document/html.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Html, visible } from '../text/escape.ts'
import { keyMessagesFor } from '../text/key-messages.ts'
import { callerStateText, moveMessagesFor } from '../text/move-messages.ts'
import { moveTexts } from '../text/move-text.ts'
import type { ReportContext } from '../text/reader.ts'
import { movedKeyLine } from '../views/moved-keys.ts'
import type { OverviewNumbers } from './overview.ts'
import { timeHtml } from './time.ts'

/** Keys that have moved and that somebody still calls the old way; nothing where nobody is left. `href`: the page of a key. */
export function movedKeysHtml(
  { moves, madeAt, day, totals }: OverviewNumbers,
  { language, timezone }: ReportContext,
  href?: (key: MovedKey) => string,
): Html | '' {
  if (moves.keys === 0) return ''
  const messages = moveMessagesFor(language)
  const withAccount = new Set(totals.byScope.map(({ accountId }) => accountId)).size > 1
  const naming = { language, timezone, today: day, withAccount }
  const items = moves.listed.map((key) => {
    const line = lineHtml(movedKeyLine(key, madeAt, naming))
    return html`<li>${href ? html`<a href="${href(key)}">${line}</a>` : line}</li>`
  })
  const more = moves.keys - moves.listed.length
  const rest = more > 0 ? html`<p>${messagesFor(language).more(more)}</p>` : ''
  return html`<section class="${moves.needAttention > 0 ? 'alert' : 'card'}" id="moved" aria-labelledby="moved-title"><h2 id="moved-title">${messages.title} (${moves.keys})</h2><ul>${items}</ul>${rest}</section>` as Html
}

/** What became of a key's callers since it moved: the same as `explain` has it, as a table. */
export function afterMoveHtml({ afterMove, checkedAt }: ReadinessRow, context: ReportContext): Html | '' {
  if (!afterMove) return ''
  const { language } = context
  const messages = moveMessagesFor(language)
  const rows = afterMove.callers.map(
    ({ principal, state, calls, failures, instanceCalls, lastSeenAt, events, failingOperations = [] }) => {
      const { name, about } = callerStateText(state, language)
      const failing =
        failingOperations.length === 0
          ? ''
          : html`<div>${visible(messages.failingWith(failingOperations.join(messagesFor(language).listComma)))}</div>`
      return html`<tr><th scope="row"><code>${visible(principal)}</code></th><td><b>${visible(name)}</b>${about === '' ? '' : html`<div class="about">${about}</div>`}${failing}${events.length === 0 ? '' : html`<div class="about">${messagesFor(language).events}${messagesFor(language).colon}${events.map((id) => html`<code>${visible(id)}</code> `)}</div>`}</td><td class="number">${calls}</td><td class="number">${failures}</td><td class="number">${instanceCalls}</td><td>${timeHtml(lastSeenAt, context)}</td></tr>`
    },
  )
  const heads = [
    ...[messages.caller, messages.state, messages.sharedCalls, messages.failures, messages.instanceCalls],
    messages.lastSeen,
  ]
  const table =
    rows.length === 0
      ? html`<p>${messages.noCaller}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="${messages.title}"><table class="callers"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
  const more =
    afterMove.moreCallers > 0 ? html`<p>${keyMessagesFor(language).moreCallers(afterMove.moreCallers)}</p>` : ''
  return html`<section class="wide"><h3>${messages.title}</h3><ul>${moveTexts(afterMove, checkedAt, context).map((text) => html`<li>${visible(text)}</li>`)}</ul>${table}${more}</section>` as Html
}
