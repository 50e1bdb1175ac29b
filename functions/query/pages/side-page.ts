import { html } from 'hono/html'
import { localTime, zoneName } from '../../../shared/text/dates.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { otherLanguage } from './language.ts'
import { pageMessagesFor } from './page-messages.ts'
import { pageAnswer } from './shell.ts'
import { otherZone, type PageReader, queryOf, type View } from './view.ts'

interface SideContent {
  /** Its address beside the dashboard: `plan`. */
  readonly name: string
  readonly title: string
  /** ISO 8601 UTC of the newest that it stands on; null: there is none. */
  readonly asOf: string | null
  readonly summary?: string
  /** Parameters of its address besides the view. */
  readonly own?: URLSearchParams
  readonly main: Html
  /** 200 unless given. */
  readonly status?: number
}

/** A page that stands beside the dashboard and leads back to it. */
export function sidePage(content: SideContent, { context, home, view, ownZone }: PageReader): Response {
  const { name, title, asOf, summary, main, own } = content
  const { language, timezone } = context
  const messages = messagesFor(language)
  const here = (changes: Partial<View>) => `${name}${queryOf(view, changes, own)}`
  const upTo = asOf === null ? '' : `${messages.eventsUpTo}${localTime(asOf, timezone)} · `
  const page = {
    title,
    language,
    translated: here({ lang: otherLanguage(language) }),
    otherZone: otherZone(ownZone, view, here),
    back: { href: `${home}${queryOf(view)}`, text: pageMessagesFor(language).back },
    header: html`<h1>${title}</h1>${
      summary === undefined
        ? ''
        : html`
<p>${summary}</p>`
    }
<p class="quiet">${upTo}${messages.timesIn(zoneName(timezone))}</p>` as Html,
    main,
  }
  return pageAnswer(page, content.status)
}
