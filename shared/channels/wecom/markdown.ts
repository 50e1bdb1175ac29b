import type { Dialect } from '../../document/markdown-dialect.ts'
import { visible } from '../../text/escape.ts'

/** Where a robot looks for mentions (`<@user>`) and colours, perhaps before anything is taken for code; and what ends code. */
const ALWAYS_ACTIVE = /[<>`]/g
/** Words that could be emphasis, a link or a bare address outside code. */
const ACTIVE_WORD = /[*_~[\]]|:\/\/|\bwww\./i

/** The vendor has no way to escape: what a mention needs is shown as `\u{3c}`, and the rest is code, where nothing else acts. */
function inert(text: string): string {
  return visible(text).replace(ALWAYS_ACTIVE, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
}

function code(text: string): string {
  return text.trim() === '' ? '` `' : `\`${text}\``
}

/** The Markdown of a WeCom robot, which draws headings, strong text, code and links, and no lists. */
export const WECOM: Dialect = {
  heading: (text, order) => `${'#'.repeat(order + 1)} ${text}`,
  text: (text) => inert(text).replace(/\S+/g, (word) => (ACTIVE_WORD.test(word) ? code(word) : word)),
  name: (text) => code(inert(text)),
  strong: (text) => `**${text}**`,
  link: (address, label) => `[${label}](${address})`,
  bullets: ['- ', '    - '],
  mention: (id) => `<@${id}>`,
}
