import { z } from 'zod'
import type { Instant } from '../../domain/time.ts'
import type { Posted } from '../../net/post.ts'
import type { ChannelProblem } from './channel-error.ts'
import { type RobotCodes, robotProblem } from './robot-answer.ts'

const ANSWER = z.object({ code: z.number(), msg: z.string().catch('') })

const NEW_HOOK = 'copy the webhook of the robot again into CMK_CHANNELS.'
/** One code for a wrong signature and for a time that is too far off. */
const SIGNATURE = 19021

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
const CODES: RobotCodes = {
  vendor: 'Feishu',
  field: 'code',
  read(content) {
    const { data } = ANSWER.safeParse(content)
    return data && { code: data.code, said: data.msg }
  },
  throttled: [11232],
  less: 'A robot takes 5 messages a second and 100 a minute, and fewer when all the world sends, at :00 and :30: send at another minute.',
  permanent: {
    9499: 'The robot does not take the message as it is, which this program should have seen to: report it.',
    19001: `The robot does not know the hook id: ${NEW_HOOK}`,
    [SIGNATURE]:
      'The robot does not accept the signature: see the option secret of this channel in CMK_CHANNELS, and the clock of this machine.',
    19022: 'The robot does not take messages from the IP address of this machine: let it.',
    19024: 'The robot wants a keyword: let it take CMK, which every digest has in its title.',
  },
}

/** What the robot's answer means; undefined when it took the message. */
export function feishuProblem(posted: Posted, now: Instant): ChannelProblem | undefined {
  return robotProblem(posted, now, CODES)
}
