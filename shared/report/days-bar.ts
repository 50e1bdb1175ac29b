import { html } from 'hono/html'
import { type IsoInterval, isGap, placeIn, type ScopeEvidence } from '../domain/scope-evidence.ts'
import { type Html, visible } from '../text/escape.ts'
import { evidenceMessagesFor } from '../text/evidence-messages.ts'
import { daysText, missingText, sourceName } from '../text/evidence-text.ts'
import type { ReportContext } from '../text/reader.ts'

const WIDTH = 360
const HEIGHT = 16
/** A gap of a few minutes in 90 days is still to be seen. */
const MIN_WIDTH = 2
/** Tones of the sources, in their order; with more of them the tones come again. */
const TONES = ['var(--blue)', 'var(--cyan)', 'var(--gray)', 'var(--magenta)'] as const
const FRAME = html`fill="none" stroke="var(--soft)"`

/** The window from its oldest day to its newest: days read in the tone of their source, a gap as a line, days not read yet left open. */
export function daysBar(scope: ScopeEvidence, sources: readonly string[], context: ReportContext): Html | '' {
  if (scope.window === null) return ''
  const label = evidenceMessagesFor(context.language).bar(daysText(scope, context), missingText(scope, context))
  const place = ({ from, to }: IsoInterval) => {
    const [x, end] = [placeIn(scope, from) * WIDTH, placeIn(scope, to) * WIDTH]
    return { x: Math.min(x, WIDTH - MIN_WIDTH), width: Math.max(MIN_WIDTH, end - x) }
  }
  const read = scope.seen.flatMap((each) =>
    each.intervals.map((interval) => readPart(place(interval), toneOf(sources, sourceName(each, context)))),
  )
  const gaps = scope.missing.filter((each) => isGap(scope, each)).map((each) => gapPart(place(each)))
  return html`<svg class="days" role="img" aria-label="${visible(label)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" ${FRAME}/>${read}${gaps}</svg>` as Html
}

/** What the parts of the bars are: only those that any bar has. */
export function daysLegend(
  scopes: readonly ScopeEvidence[],
  sources: readonly string[],
  { language }: ReportContext,
): Html | '' {
  const { legend, order } = evidenceMessagesFor(language)
  const missing = scopes.flatMap((scope) => scope.missing.map((each) => isGap(scope, each)))
  const whole = { x: 0, width: WIDTH }
  const entries: readonly (readonly [picture: Html | '', text: string])[] = [
    ...sources.map((source) => [readPart(whole, toneOf(sources, source)), legend.seen(source)] as const),
    ...(missing.includes(true) ? [[gapPart(whole), legend.gap] as const] : []),
    ...(missing.includes(false) ? [['', legend.unread] as const] : []),
  ]
  if (entries.length === 0) return ''
  const items = entries.map(
    ([picture, text]) =>
      html`<li><svg class="sample" aria-hidden="true" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" ${FRAME}/>${picture}</svg> ${visible(text)}</li>`,
  )
  return html`<ul class="legend" aria-label="${legend.title}">${items}<li class="quiet">${order}</li></ul>` as Html
}

interface Place {
  readonly x: number
  readonly width: number
}

function readPart({ x, width }: Place, tone: string): Html {
  return html`<rect x="${rounded(x)}" y="1" width="${rounded(width)}" height="${HEIGHT - 2}" fill="${tone}"/>` as Html
}

function gapPart({ x, width }: Place): Html {
  return html`<rect x="${rounded(x)}" y="${HEIGHT / 2 - 2}" width="${rounded(width)}" height="4" fill="var(--red)"/>` as Html
}

function toneOf(sources: readonly string[], name: string): string {
  return TONES[Math.max(0, sources.indexOf(name)) % TONES.length] ?? TONES[0]
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
