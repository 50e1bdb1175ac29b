import type { RobotCodes } from '../robot-answer.ts'

const NEW_HOOK = 'copy the webhook of the robot again into CMK_CHANNELS.'
/** One code for a wrong signature and for a time that is too far off. */
const SIGNATURE = 19021

/**
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot, and of the internal error
 * https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code
 */
export const FEISHU_CODES: RobotCodes = {
  vendor: 'Feishu',
  // Success was once signalled by StatusCode alone.
  fields: ['code', 'StatusCode'],
  words: 'msg',
  throttled: [11232],
  busy: [1500],
  less: 'A robot takes 5 messages a second and 100 a minute, and fewer at peak times such as :00 and :30: send at another minute.',
  permanent: {
    9499: 'The robot does not take the message as it is, which this program should have prevented: report it.',
    19001: `The robot does not know the hook id: ${NEW_HOOK}`,
    [SIGNATURE]:
      'The robot does not accept the signature: see the option secret of this channel in CMK_CHANNELS, and the clock of this machine.',
    19022:
      'The robot does not accept messages from the IP address of this machine: add it to the allowlist of the robot.',
    19024: 'The robot requires a keyword: set it to CMK, which every digest has in its title.',
  },
}
