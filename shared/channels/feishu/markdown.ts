import type { Dialect } from '../../document/markdown-dialect.ts'
import { visible } from '../../text/escape.ts'

/**
 * What makes markup, tags (`<at id=all></at>`), links and bare addresses in a card's Markdown. The vendor gives HTML entities for the
 * characters that are to show as they are: https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/content-components/rich-text
 */
const ACTIVE = /[&<>*_~[\]()`#!$\\:]|(?<=www)\.|^[-+]/gi

function feishuText(text: string): string {
  return visible(text).replace(ACTIVE, (character) => `&#${character.charCodeAt(0)};`)
}

/** The Markdown of a Feishu or Lark card (JSON 1.0), which has no headings and no code spans. */
export const FEISHU: Dialect = {
  heading: (text) => `**${text}**`,
  text: feishuText,
  name: feishuText,
  strong: (text) => `**${text}**`,
  link: (address, label) => `[${label}](${address})`,
  bullets: ['- ', '    - '],
  mention: (id) => `<at id=${id}></at>`,
}
