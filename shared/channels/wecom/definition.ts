import { type ChannelDefinition, webDestination } from '../channel-definition.ts'

const ROBOT = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send'
const KEY = /^[\w-]{8,200}$/

/** A robot of a WeCom group. https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: ChannelDefinition = {
  kind: 'wecom',
  expects: `\`wecom:<key>\` or \`wecom:${ROBOT}?key=…\``,
  options: [],
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
