import type { Document, Section } from '../../document/document.ts'
import { lineToMarkdown, sectionLines } from '../../document/markdown.ts'
import { visible } from '../../text/escape.ts'
import { SLACK } from './mrkdwn.ts'

/** The most characters of one text. https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MAX_TEXT = 3_000
/** The most characters of a header. */
const MAX_HEADER = 150

/** A document as blocks: a header, what comes first, the sections, each in as many blocks as it takes, and the link. */
export function slackBlocks({ title, opening, lead, sections, foot = [] }: Document) {
  const header = { type: 'header', text: { type: 'plain_text', text: visible(title).slice(0, MAX_HEADER) } }
  return [
    header,
    ...(opening ? sectionBlocks(opening) : []),
    ...textBlocks(lead.map((line) => lineToMarkdown(line, SLACK))),
    ...sections.flatMap(sectionBlocks),
    ...textBlocks(foot.map((line) => lineToMarkdown(line, SLACK))),
  ]
}

/** A section in as many blocks as it takes. */
export function sectionBlocks(section: Section) {
  return textBlocks(sectionLinesOf(section))
}

/** Whether each line of a section has room in a block. */
export function hasRoom(section: Section): boolean {
  return sectionLinesOf(section).every((line) => line.length <= MAX_TEXT)
}

function sectionLinesOf(section: Section): string[] {
  return sectionLines(section, SLACK).filter((line) => line !== '')
}

/** Lines in blocks, none of them broken. `verbatim` keeps Slack from making links of what looks like one, `expand` from folding them. */
function textBlocks(lines: readonly string[]) {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + 1 + line.length <= MAX_TEXT) texts[texts.length - 1] = `${last}\n${line}`
    else texts.push(line)
  }
  return texts.map((text) => ({ type: 'section', expand: true, text: { type: 'mrkdwn', text, verbatim: true } }))
}
