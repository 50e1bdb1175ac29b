import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { STYLE } from '../document/html-style.ts'
import type { Language } from '../domain/language.ts'
import type { Html } from '../text/escape.ts'
import { LANGUAGE_TAG } from '../text/language-tag.ts'

/** The start of every page, up to its body. `head`: what else belongs there. */
export function documentStart(title: string, language: Language, head: Html | ''): Html {
  return html`<!doctype html>
<html lang="${LANGUAGE_TAG[language]}">
<head>
<meta charset="utf-8">
${head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(STYLE)}</style>
` as Html
}

/** Only this style and these scripts: a text that slipped through as markup still could not run, load or send anything. */
export function contentPolicy(scripts: readonly string[], formAction: "'none'" | "'self'"): string {
  const of = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const allowed = scripts.length === 0 ? "'none'" : scripts.map(of).join(' ')
  return `default-src 'none'; style-src ${of(STYLE)}; script-src ${allowed}; img-src data:; base-uri 'none'; form-action ${formAction}`
}
