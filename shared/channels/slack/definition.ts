import { type ChannelDefinition, webDestination } from '../channel-definition.ts'

/** An incoming webhook of Slack. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: ChannelDefinition = {
  kind: 'slack',
  expects: '`slack:https://hooks.slack.com/services/…`',
  options: [],
  hosts: /(^|\.)slack\.com$/,

  address(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || !/^\/services\/\w+\/\w+\/\w+$/.test(url.pathname)) return undefined
    return `${url.origin}${url.pathname}`
  },

  destination: webDestination,
}
