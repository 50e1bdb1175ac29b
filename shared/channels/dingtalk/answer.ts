import * as z from 'zod'
import { type Instant, SECOND } from '../../domain/time.ts'
import type { Posted } from '../../net/post.ts'
import type { ChannelProblem } from '../channel-error.ts'
import { parseJson, type RobotCodes, robotProblem } from '../robot-answer.ts'

/** What the gateway before the robot answers to who sends too much, with HTTP 200 as well; `wait` in seconds. */
const PUNISHED = z.object({ status: z.literal(1111), wait: z.number().nonnegative().catch(0) })

const NEW_TOKEN = 'The robot does not know the access token: copy its webhook again into CMK_CHANNELS.'
const NEW_ROBOT = 'Check the robot in the settings of its group, or copy the webhook of a new one into CMK_CHANNELS.'
const LESS = 'A robot takes 20 messages a minute, and nothing for ten minutes after more: send less often, or later.'
/** One code for every security setting of the robot; only its text tells which. */
const SECURITY = 310000

/**
 * Looks for words in what a robot describes, in English (`sign not match, more: […]`) or Chinese (`description:机器人发送签名不匹配;solution:…`).
 * What it proposes behind that names other settings too.
 */
function described(words: string): RegExp {
  return new RegExp(`^(?:(?!solution|解决方案|more:|link:).)*(?:${words})`, 'is')
}

/** https://open.dingtalk.com/document/robots/custom-robot-access, and codes that others have met. */
const CODES: RobotCodes = {
  vendor: 'DingTalk',
  fields: ['errcode'],
  words: 'errmsg',
  throttled: [130101, 410100],
  less: LESS,
  busy: [-1],
  permanent: {
    40035: 'A parameter of the robot is missing: check the address of this channel in CMK_CHANNELS.',
    43002: 'The robot is not at this address: copy its webhook again into CMK_CHANNELS.',
    43004: 'The robot is not at this address: copy its webhook again into CMK_CHANNELS.',
    300001: NEW_TOKEN,
    300005: NEW_TOKEN,
    [SECURITY]: `Its security settings refuse the message. ${NEW_ROBOT}`,
    400013: `The group is dissolved. ${NEW_ROBOT}`,
    400101: NEW_TOKEN,
    400102: `The robot is stopped. ${NEW_ROBOT}`,
    400106: `The robot does not exist. ${NEW_ROBOT}`,
    460101: 'The message is too long for the robot, which this program should have prevented: report it.',
  },
  byWords: [
    {
      code: SECURITY,
      words: described('keyword|关键[词字]|關鍵[詞字]'),
      advice: 'The robot requires a keyword: set it to CMK, which every digest has in its title.',
    },
    {
      code: SECURITY,
      words: described('timestamp|时间戳|時間戳|签名(?:已经?)?过期|簽名(?:已經?)?過期'),
      advice: 'The robot rejects the timestamp: set the clock of this machine.',
    },
    {
      code: SECURITY,
      words: described('sign|签名|簽名|加签|加簽|密钥'),
      advice: 'The robot does not accept the signature: see the option secret of this channel in CMK_CHANNELS.',
    },
    {
      code: SECURITY,
      words: described('\\bip\\b|whitelist|ip ?地址|白名单|白名單'),
      advice:
        'The robot does not accept messages from the IP address of this machine: add it to the allowlist of the robot.',
    },
  ],
}

/** What the robot's answer means; undefined when it took the message. */
export function dingtalkProblem(posted: Posted, now: Instant): ChannelProblem | undefined {
  const punished = posted.end === 'answer' ? PUNISHED.safeParse(parseJson(posted.text)).data : undefined
  if (punished) return { kind: 'throttled', code: '1111', advice: LESS, retryDelay: punished.wait * SECOND }
  return robotProblem(posted, now, CODES)
}
