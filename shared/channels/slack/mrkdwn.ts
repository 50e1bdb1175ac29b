import type { Dialect } from '../../document/markdown-dialect.ts'
import { visible } from '../../text/escape.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/**
 * Words that could be emphasis, an emoji (`:100:`, the `:ram:` of an ARN) or a bare address. Slack has no escape for them but code. The
 * minutes of a time (`16:15:00`) are no emoji.
 */
const ACTIVE_WORD = /[*_~`]|:(?!(?<=(?<!\d)\d\d:)\d\d:\d\d(?!\d))[^\s:]+:|:\/\/|\bwww\./i

/** https://docs.slack.dev/messaging/formatting-message-text: with these three written so, no mention, channel or link comes of a text. */
function entities(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
}

function code(text: string): string {
  const inner = text.replaceAll('`', '\\u{60}')
  return inner.trim() === '' ? '` `' : `\`${entities(inner)}\``
}

/** Slack's mrkdwn, which has no headings and no lists. */
export const SLACK: Dialect = {
  heading: (text) => `*${text}*`,
  text: (text) => visible(text).replace(/\S+/g, (word) => (ACTIVE_WORD.test(word) ? code(word) : entities(word))),
  name: (text) => code(visible(text)),
  strong: (text) => `*${text}*`,
  link: (address, label) => `<${address.replaceAll('&', '&amp;')}|${label}>`,
  bullets: ['• ', '      ◦ '],
  mention: (id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`),
}
