import { type ChannelDefinition, SECRET, webDestination } from '../channel-definition.ts'

/** Any HTTP receiver. */
export const webhook: ChannelDefinition = {
  kind: 'webhook',
  expects: '`webhook:https://host/path`',
  options: [SECRET],
  otherNames: ['hook', 'http', 'https'],

  address(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url && /^https?:$/.test(url.protocol) && url.hash === '' ? url.href : undefined
  },

  destination: webDestination,
}
