import { html } from 'hono/html'
import type { Language } from '../../../shared/domain/language.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import type { ApiError } from '../api/api-error.ts'
import { pageMessagesFor } from './page-messages.ts'
import { pageAnswer } from './shell.ts'

/** An error as a page. `home`: the dashboard, from here; left out for who may not see it. */
export function problemPage({ code, message, status, headers }: ApiError, language: Language, home: string): Response {
  const messages = pageMessagesFor(language)
  const title = messages.problem(code)
  const todo = messages.todo(code)
  const barred = code === 'unauthorized' || code === 'api-token-not-set'
  return pageAnswer(
    {
      title,
      language,
      ...(barred ? {} : { back: { href: home, text: messages.back } }),
      header: html`<h1>${title}</h1>` as Html,
      main: html`${todo === undefined ? '' : html`<p>${todo}</p>`}<p lang="en"${todo === undefined ? '' : html` class="quiet"`}>${visible(message)}</p>` as Html,
    },
    status,
    headers,
  )
}
