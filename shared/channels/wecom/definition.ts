import { type ChannelDefinition, webDestination } from '../channel-definition.ts'
import { mentionOption } from '../mention-options.ts'

const ROBOT = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send'
const KEY = /^[\w-]{8,200}$/

/** https://developer.work.weixin.qq.com/document/path/90195: it begins with a letter or digit. */
const USER = /^[A-Za-z0-9][\w.@-]{0,63}$/

/** A robot of a WeCom group. https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: ChannelDefinition = {
  kind: 'wecom',
  expects: `\`wecom:<key>\` or \`wecom:${ROBOT}?key=…\``,
  options: [mentionOption('a userid of WeCom', (id) => USER.test(id) && id !== 'all')],
  otherNames: ['wechat', 'weixin', 'wxwork', 'workwx', 'qywx', 'wework', '企业微信'],
  hosts: /(^|\.)weixin\.qq\.com$/,

  address(text) {
    if (KEY.test(text)) return `${ROBOT}?key=${text}`
    const url = URL.canParse(text) ? new URL(text) : undefined
    const key = url?.searchParams.get('key')
    if (!url || !/^https?:$/.test(url.protocol) || !key || !KEY.test(key)) return undefined
    return `${url.origin}${url.pathname}?key=${key}`
  },

  destination: webDestination,
}
