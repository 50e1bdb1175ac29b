import { type ChannelDefinition, SECRET, webDestination } from '../channel-definition.ts'
import { mentionOption } from '../mention-options.ts'

const PATH = '/open-apis/bot/v2/hook/'
const HOOK = /^[\w-]{8,200}$/

/** What a custom robot knows people by. */
const USER = /^[A-Za-z0-9][\w-]{0,63}$/

/** A custom robot of a Feishu group. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const feishu: ChannelDefinition = {
  ...robotAt('feishu', 'https://open.feishu.cn'),
  otherNames: ['feishubot', '飞书'],
  hosts: /(^|\.)feishu\.cn$/,
}

/** A robot of a kind whose vendor's hooks are there. */
export function robotAt(kind: string, origin: string): ChannelDefinition {
  return {
    kind,
    expects: `\`${kind}:<hook id>\` or \`${kind}:${origin}${PATH}…\``,
    options: [SECRET, mentionOption('an open_id (ou_…) or a user_id', (id) => USER.test(id) && id !== 'all')],

    address(text) {
      if (HOOK.test(text)) return `${origin}${PATH}${text}`
      const url = URL.canParse(text) ? new URL(text) : undefined
      if (!url || !/^https?:$/.test(url.protocol) || !url.pathname.startsWith(PATH)) return undefined
      return HOOK.test(url.pathname.slice(PATH.length)) ? `${url.origin}${url.pathname}` : undefined
    },

    destination: webDestination,
  }
}
