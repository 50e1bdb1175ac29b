import type { Outline, Section } from '../document/document.ts'
import { markLine, markSection } from '../document/markdown.ts'
import { wordsIn } from '../text/digest-messages.ts'
import { visible } from '../text/escape.ts'
import { type Mood, moodOf } from '../views/headline.ts'
import type { ChannelConfig, ChannelMessage } from './channel.ts'
import { FEISHU } from './feishu-markdown.ts'

const TEMPLATES: Record<Mood, string> = { bad: 'red', unsure: 'orange', good: 'green', quiet: 'blue' }

/**
 * An outline as an interactive card: the header in the colour of the day, an element for what comes first and one a section, and a button
 * where there is a link. https://open.feishu.cn/document/common-capabilities/message-card/message-cards-content/card-structure/card-content
 */
export function feishuCard(
  outline: Outline,
  { digest }: ChannelMessage,
  { link, language }: Pick<ChannelConfig, 'link' | 'language'>,
) {
  const label = wordsIn(language).everything
  const button = { tag: 'button', text: { tag: 'plain_text', content: label }, type: 'primary', url: link }
  return {
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      header: {
        title: { tag: 'plain_text', content: visible(outline.title) },
        template: TEMPLATES[moodOf(digest)],
      },
      elements: [
        markdownElement(outline.lead.map((line) => markLine(line, FEISHU)).join('\n')),
        ...outline.sections.map(sectionElement),
        ...(link === undefined ? [] : [{ tag: 'action', actions: [button] }]),
      ],
    },
  }
}

/** A section among the elements of a card. */
export function sectionElement(section: Section) {
  return markdownElement(markSection(section, FEISHU))
}

function markdownElement(content: string) {
  return { tag: 'markdown', content }
}
