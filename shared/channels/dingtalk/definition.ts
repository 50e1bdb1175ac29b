import { type ChannelDefinition, SECRET, webDestination } from '../channel-definition.ts'

const ROBOT = 'https://oapi.dingtalk.com/robot/send'
const TOKEN = /^[\w-]{8,200}$/

/** A custom robot of a DingTalk group. https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: ChannelDefinition = {
  kind: 'dingtalk',
  expects: '`dingtalk:<access token>` or `dingtalk:https://oapi.dingtalk.com/robot/send?access_token=…`',
  options: [SECRET],
  otherNames: ['dingding', 'ding', '钉钉'],
  hosts: /(^|\.)dingtalk\.com$/,

  address(text) {
    if (TOKEN.test(text)) return `${ROBOT}?access_token=${text}`
    const url = URL.canParse(text) ? new URL(text) : undefined
    const token = url?.searchParams.get('access_token')
    if (!url || !/^https?:$/.test(url.protocol) || !token || !TOKEN.test(token)) return undefined
    // A time and a signature that were copied along would be stale.
    return `${url.origin}${url.pathname}?access_token=${token}`
  },

  destination: webDestination,
}
