import { html } from 'hono/html'
import { type Html, visible } from '../../text/escape.ts'

/** Colours of every picture: the style sheet knows them, in light and in dark. */
export const INK = { text: 'var(--soft)', line: 'var(--line)', gap: 'var(--card)' } as const

/** What a picture is, besides what is drawn. */
export interface PictureFrame {
  /** Unique in the page. */
  readonly id: string
  /** In pixels; the picture shrinks with the page. */
  readonly width: number
  readonly height: number
  readonly title: string
  /** What the picture shows, in words: all that who cannot see it needs to know. */
  readonly description: string
}

/** What is drawn, as a picture of the page. */
export function framed(drawing: Html, { id, width, height, title, description }: PictureFrame): Html {
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${visible(title)}</title><desc id="${id}-about">${visible(description)}</desc>${drawing}</svg>` as Html
}
