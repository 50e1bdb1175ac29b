import { z } from 'zod'
import { type Instant, SECOND } from '../../domain/time.ts'
import type { Posted } from '../../net/post.ts'
import type { ChannelProblem } from './channel-error.ts'
import { httpProblem, unclearAnswer } from './http-problem.ts'

const ANSWER = z.object({ errcode: z.number(), errmsg: z.string().catch('') })
/** What the gateway before the robot answers to who sends too much, with HTTP 200 as well; `wait` in seconds. */
const PUNISHED = z.object({ status: z.literal(1111), wait: z.number().nonnegative().catch(0) })

const NEW_TOKEN = 'The robot does not know the access token: copy its webhook again into CMK_CHANNELS.'
const NEW_ROBOT = 'See to the robot in the settings of its group, or copy the webhook of a new one into CMK_CHANNELS.'
const LESS = 'A robot takes 20 messages a minute, and nothing for ten minutes after more: send less often, or later.'

/** https://open.dingtalk.com/document/robots/custom-robot-access, and codes that others have met. */
const PERMANENT: Readonly<Record<number, string>> = {
  40035: 'The robot misses a parameter: see the address of this channel in CMK_CHANNELS.',
  43002: 'The robot is not at this address: copy its webhook again into CMK_CHANNELS.',
  43004: 'The robot is not at this address: copy its webhook again into CMK_CHANNELS.',
  300001: NEW_TOKEN,
  300005: NEW_TOKEN,
  400013: `The group is dissolved. ${NEW_ROBOT}`,
  400101: NEW_TOKEN,
  400102: `The robot is stopped. ${NEW_ROBOT}`,
  400106: `The robot does not exist. ${NEW_ROBOT}`,
  460101: 'The message is too long for the robot, which this program should have seen to: report it.',
}
const THROTTLED = [130101, 410100]
/** One code for every security setting of the robot; only its text tells which. */
const SECURITY = 310000
const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/keyword/i, 'The robot wants a keyword: let it take CMK, which every digest has in its title.'],
  [/timestamp/i, 'The robot does not accept the time: set the clock of this machine.'],
  [/sign/i, 'The robot does not accept the signature: see the option secret of this channel in CMK_CHANNELS.'],
  [/\bip\b|whitelist/i, 'The robot does not take messages from the IP address of this machine: let it.'],
]

/** What the robot's answer means; undefined when it took the message. Its errors come with HTTP 200. */
export function dingtalkProblem(posted: Posted, now: Instant): ChannelProblem | undefined {
  const problem = httpProblem(posted, now)
  if (problem !== undefined) return problem
  if (posted.end !== 'answer') return unclearAnswer(posted.code)
  const content = parseJson(posted.text)
  const punished = PUNISHED.safeParse(content).data
  if (punished) return { kind: 'throttled', code: '1111', advice: LESS, wait: punished.wait * SECOND }
  const answer = ANSWER.safeParse(content).data
  return answer ? problemOf(answer) : unclearAnswer('no answer of the robot')
}

function problemOf({ errcode, errmsg }: z.infer<typeof ANSWER>): ChannelProblem | undefined {
  if (errcode === 0) return undefined
  const code = `errcode ${errcode}`
  if (THROTTLED.includes(errcode)) return { kind: 'throttled', code, advice: LESS }
  if (errcode === SECURITY) {
    const advice = SETTINGS.find(([said]) => said.test(errmsg))?.[1]
    return { kind: 'permanent', code, advice: advice ?? `Its security settings refuse the message. ${NEW_ROBOT}` }
  }
  const advice = PERMANENT[errcode]
  if (advice !== undefined) return { kind: 'permanent', code, advice }
  // -1 is a robot that is busy. A code that nobody has met may pass as well; attempts are few.
  return {
    kind: 'transient',
    code,
    advice: 'Trying again later may help; if it stays so, see what DingTalk says of this code.',
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
