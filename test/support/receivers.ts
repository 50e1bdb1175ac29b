import * as dingtalk from '../../simulator/receivers/dingtalk-robot.ts'
import * as feishu from '../../simulator/receivers/feishu-robot.ts'
import * as mail from '../../simulator/receivers/mail-server.ts'
import * as receiver from '../../simulator/receivers/receiver.ts'
import * as slack from '../../simulator/receivers/slack-workspace.ts'
import * as webhook from '../../simulator/receivers/webhook-receiver.ts'
import * as wecom from '../../simulator/receivers/wecom-robot.ts'
import { atFileEnd } from './at-file-end.ts'

// The simulated receivers, each until the end of the file.

export const startReceiver = forTest(receiver.startReceiver)
export const startRobot = forTest(dingtalk.startRobot)
export const startFeishu = forTest(feishu.startFeishu)
export const startMailServer = forTest(mail.startMailServer)
export const startSlack = forTest(slack.startSlack)
export const startWebhook = forTest(webhook.startWebhook)
export const startWecom = forTest(wecom.startWecom)

function forTest<A extends readonly unknown[], T extends { close(): Promise<void> }>(
  start: (...given: A) => Promise<T>,
) {
  return async (...given: A): Promise<T> => {
    const started = await start(...given)
    atFileEnd(() => started.close())
    return started
  }
}
