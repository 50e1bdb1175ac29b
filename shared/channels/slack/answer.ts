import type { Instant } from '../../domain/time.ts'
import type { Posted } from '../../net/post.ts'
import type { ChannelProblem } from '../channel-error.ts'
import { httpProblem, unclearAnswer } from '../http-problem.ts'

const NEW_WEBHOOK = 'Make a new incoming webhook in Slack, and copy it into CMK_CHANNELS.'
const OUR_FAULT = 'Slack does not take the message as it is, which this program should have prevented: report it.'
const NOT_ALLOWED = 'An administrator of the workspace does not allow the webhook to post there: ask for permission.'

/** What Slack answers in plain text beside a status. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const PERMANENT: Readonly<Record<string, string>> = {
  invalid_payload: OUR_FAULT,
  invalid_blocks: OUR_FAULT,
  invalid_blocks_format: OUR_FAULT,
  msg_blocks_too_long: OUR_FAULT,
  msg_too_long: OUR_FAULT,
  no_text: OUR_FAULT,
  user_not_found: `The person that the webhook writes to is gone. ${NEW_WEBHOOK}`,
  channel_not_found: `The channel of the webhook is gone. ${NEW_WEBHOOK}`,
  channel_is_archived: `The channel of the webhook is archived. ${NEW_WEBHOOK}`,
  action_prohibited: NOT_ALLOWED,
  posting_to_general_channel_denied: NOT_ALLOWED,
  invalid_token: `The webhook is not valid any more. ${NEW_WEBHOOK}`,
  no_service: `The webhook is switched off or removed. ${NEW_WEBHOOK}`,
  no_team: `The workspace of the webhook is gone. ${NEW_WEBHOOK}`,
}

/** What Slack's answer means; undefined when it took the message. */
export function slackProblem(posted: Posted, now: Instant): ChannelProblem | undefined {
  if (posted.end === 'answer') {
    const said = posted.text.trim()
    const advice = Object.hasOwn(PERMANENT, said) ? PERMANENT[said] : undefined
    if (advice !== undefined) return { kind: 'permanent', code: `HTTP ${posted.status} ${said}`, advice }
  }
  const problem = httpProblem(posted, now)
  if (problem !== undefined || posted.end !== 'answer') return problem
  return posted.text.trim() === 'ok' ? undefined : unclearAnswer('no answer of Slack')
}
