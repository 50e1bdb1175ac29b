import { html, raw } from 'hono/html'
import type { Language } from '../../../shared/domain/language.ts'
import { contentPolicy, documentStart } from '../../../shared/report/page-head.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { otherLanguage } from './language.ts'
import { pageMessagesFor } from './page-messages.ts'
import type { ZoneLink } from './view.ts'

export interface PageParts {
  readonly title: string
  readonly language: Language
  /** What the skip link leads to: an id of the body, and its words. */
  readonly skip?: { readonly to: string; readonly text: string }
  /** Where this page is in the other language. */
  readonly translated?: string
  /** This page in another zone. */
  readonly otherZone?: ZoneLink | undefined
  /** The way back. */
  readonly back?: { readonly href: string; readonly text: string }
  readonly header: Html
  readonly main: Html
  readonly script?: string
}

/** A page as an answer, with a policy that lets nothing run but its own script, and nothing load at all. */
export function pageAnswer(parts: PageParts, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  const { title, language, skip, translated, otherZone, back, header, main, script } = parts
  // Without an icon of its own a browser would ask for one.
  const icon = html`<link rel="icon" href="data:,">` as Html
  const other = otherLanguage(language)
  const ways = [
    back && html`<li><a href="${back.href}">← ${back.text}</a></li>`,
    translated === undefined
      ? ''
      : html`<li><a href="${translated}" hreflang="${other}" lang="${other}">${pageMessagesFor(language).otherLanguage}</a></li>`,
    otherZone && html`<li><a href="${otherZone.href}">${otherZone.text}</a></li>`,
  ]
  const body = html`${documentStart(title, language, icon)}</head>
<body>
${skip ? html`<a class="skip" href="#${skip.to}">${skip.text}</a>` : ''}
<header><nav class="bar" aria-label="${title}"><ul>${ways}</ul></nav>
${header}
</header>
<main>
${main}
</main>
${script === undefined ? '' : html`<script>${raw(script)}</script>`}
</body>
</html>
`
  return new Response(String(body), {
    status,
    headers: {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': `${contentPolicy(script === undefined ? [] : [script], "'self'")}; frame-ancestors 'none'`,
    },
  })
}
