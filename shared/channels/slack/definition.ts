import { type ChannelDefinition, webDestination } from '../channel-definition.ts'
import { mentionOption } from '../mention-options.ts'

/** An incoming webhook of Slack. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: ChannelDefinition = {
  kind: 'slack',
  expects: '`slack:https://hooks.slack.com/services/…`',
  options: [
    mentionOption('a member id (U…, W…) or the id of a user group (S…)', (id) => /^[UWS][A-Z0-9]{5,30}$/.test(id)),
  ],
  hosts: /(^|\.)slack\.com$/,

  address(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || !/^\/services\/\w+\/\w+\/\w+$/.test(url.pathname)) return undefined
    return `${url.origin}${url.pathname}`
  },

  destination: webDestination,
}
