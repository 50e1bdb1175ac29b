import { type ChannelDefinition, SECRET, webDestination } from '../channel-definition.ts'
import { mentionOption } from '../mention-options.ts'

const ROBOT = 'https://oapi.dingtalk.com/robot/send'
const TOKEN = /^[\w-]{8,200}$/

/** Letters and digits at both ends, so that no mark of Markdown comes of it. */
const USER = /^[A-Za-z0-9]([\w.-]{0,62}[A-Za-z0-9])?$/
/** Of the mainland, or of another country with its code before a dash. */
const MOBILE = /^(1\d{10}|\+?\d{1,4}-\d{5,14})$/

/** Whether the robot knows somebody by his mobile number: what is none is a user id. */
export function isMobile(id: string): boolean {
  return MOBILE.test(id)
}

/** A custom robot of a DingTalk group. https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: ChannelDefinition = {
  kind: 'dingtalk',
  expects: '`dingtalk:<access token>` or `dingtalk:https://oapi.dingtalk.com/robot/send?access_token=…`',
  options: [
    SECRET,
    mentionOption(
      'a mobile number such as 13800000000, or a user id of DingTalk,',
      (id) => isMobile(id) || USER.test(id),
    ),
  ],
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
