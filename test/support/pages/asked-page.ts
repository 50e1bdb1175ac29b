import type { App } from '../../../functions/query/app.ts'
import { BASIC } from './served.ts'

export interface PageAnswer {
  readonly status: number
  readonly headers: Headers
  readonly html: string
}

/** Asks for a page as a browser does whose user has signed in. */
export async function askPage(app: App, path: string, init: RequestInit = {}): Promise<PageAnswer> {
  const headers = { Authorization: BASIC, ...init.headers }
  const response = await app.fetch(new Request(`https://pages.example${path}`, { ...init, headers }))
  return { status: response.status, headers: response.headers, html: await response.text() }
}

/** Ids of the keys of the table, in their order. */
export function keysOf({ html }: Pick<PageAnswer, 'html'>): string[] {
  const table = html.slice(html.indexOf('<table class="keys">'))
  return [...table.matchAll(/<th scope="row"><a [^>]*>.*?<code>([^<]*)<\/code>/g)].map(([, id = '']) => id)
}

/** What a link leads to, by its text. */
export function linkTo(html: string, text: string): string | undefined {
  for (const [, href = '', inner = ''] of html.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gs))
    if (inner.replace(/<[^>]*>/g, '').trim() === text) return href.replaceAll('&amp;', '&')
  return undefined
}
