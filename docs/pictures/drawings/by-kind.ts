import { drawDingTalk } from './dingtalk.ts'
import { drawFeishu } from './feishu.ts'
import { drawMail } from './mail.ts'
import { drawSlack } from './slack.ts'
import { drawWeCom } from './wecom.ts'

/** How the body of a message is drawn as a whole HTML document, by the kind of its channel. */
export const DRAWINGS: Readonly<Record<string, (body: string) => string | Promise<string>>> = {
  dingtalk: drawDingTalk,
  lark: drawFeishu,
  feishu: drawFeishu,
  wecom: drawWeCom,
  slack: drawSlack,
  smtp: drawMail,
}
