import type { Document, Section } from '../../document/document.ts'
import { lineToMarkdown, sectionToMarkdown } from '../../document/markdown.ts'
import { messagesFor } from '../../text/digest-messages.ts'
import { visible } from '../../text/escape.ts'
import type { ChannelMessage } from '../channel.ts'
import type { ChannelConfig } from '../channel-definition.ts'
import { FEISHU } from './markdown.ts'

const TEMPLATES: Record<ChannelMessage['severity'], string> = {
  bad: 'red',
  unsure: 'orange',
  good: 'green',
  quiet: 'blue',
}

/**
 * A document as an interactive card: the header in the colour of the day, an element for what comes first and one a section, and a button
 * where there is a link. https://open.feishu.cn/document/common-capabilities/message-card/message-cards-content/card-structure/card-content
 */
export function feishuCard(
  document: Document,
  { severity }: ChannelMessage,
  { link, language }: Pick<ChannelConfig, 'link' | 'language'>,
) {
  const label = messagesFor(language).everything
  const button = { tag: 'button', text: { tag: 'plain_text', content: label }, type: 'primary', url: link }
  return {
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      header: {
        title: { tag: 'plain_text', content: visible(document.title) },
        template: TEMPLATES[severity],
      },
      elements: [
        ...(document.opening ? [sectionElement(document.opening)] : []),
        markdownElement(document.lead.map((line) => lineToMarkdown(line, FEISHU)).join('\n')),
        ...document.sections.map(sectionElement),
        ...(link === undefined ? [] : [{ tag: 'action', actions: [button] }]),
      ],
    },
  }
}

/** A section among the elements of a card. */
export function sectionElement(section: Section) {
  return markdownElement(sectionToMarkdown(section, FEISHU))
}

function markdownElement(content: string) {
  return { tag: 'markdown', content }
}
