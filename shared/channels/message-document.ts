import { type Document, join, type Line } from '../document/document.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import type { ChannelMessage } from './channel.ts'
import type { ChannelConfig } from './channel-definition.ts'
import { idsCalled } from './mentions.ts'

/** A message before any rendering: that it may have come before, the digest, whom it calls, and last where everything is. */
export function messageDocument(
  { document: documentIn, mayRepeat }: ChannelMessage,
  { language, link, options }: Pick<ChannelConfig, 'language' | 'link' | 'options'>,
): Document {
  const messages = messagesFor(language)
  const document = documentIn(language)
  const called = idsCalled(options.mention, document.needed ?? []).map((id): Line => [{ mention: id }])
  const lead = [
    ...(mayRepeat ? [[messages.mayRepeat]] : []),
    ...document.lead,
    ...(called.length > 0 ? [[followUpMessagesFor(language).called, ...join(called, ' ')]] : []),
  ]
  return { ...document, lead, ...(link === undefined ? {} : { foot: [[{ link, label: messages.everything }]] }) }
}
