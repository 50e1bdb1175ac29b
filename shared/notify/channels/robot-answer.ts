import type { Instant } from '../../domain/time.ts'
import type { Posted } from '../../net/post.ts'
import type { ChannelProblem } from './channel-error.ts'
import { httpProblem, unclearAnswer } from './http-problem.ts'

/** A robot's answer: a code, 0 for success, and words. It says errors within HTTP 200. */
export interface RobotAnswer {
  readonly code: number
  readonly said: string
}

/** What the codes of one vendor's robot mean. */
export interface RobotCodes {
  readonly vendor: string
  /** What the vendor calls the code. */
  readonly field: string
  /** The answer in a body that is one. */
  read(content: unknown): RobotAnswer | undefined
  readonly throttled: readonly number[]
  /** What to do where it takes no more messages. */
  readonly less: string
  /** What to do, by code. */
  readonly permanent: Readonly<Record<number, string>>
  /** What to do where one code has several meanings and only its words tell which. */
  readonly byWords?: readonly { readonly code: number; readonly words: RegExp; readonly advice: string }[]
}

/** What a robot's answer means; undefined when it took the message. A code that is known tells more than the status. */
export function robotProblem(posted: Posted, now: Instant, codes: RobotCodes): ChannelProblem | undefined {
  const answer = posted.end === 'answer' ? codes.read(parseJson(posted.text)) : undefined
  const known = answer === undefined ? undefined : knownProblem(answer, codes)
  const problem = known ?? httpProblem(posted, now)
  if (problem !== undefined) return problem
  if (posted.end !== 'answer') return unclearAnswer(posted.end === 'torn' ? posted.code : 'no answer')
  if (answer === undefined) return unclearAnswer('no answer of the robot')
  if (answer.code === 0) return undefined
  // A robot that is busy, or a code that nobody has met: it may pass, and attempts are few.
  return {
    kind: 'transient',
    code: `${codes.field} ${answer.code}`,
    advice: `Trying again later may help; if it stays so, see what ${codes.vendor} says of this code.`,
  }
}

function knownProblem({ code: number, said }: RobotAnswer, codes: RobotCodes): ChannelProblem | undefined {
  const code = `${codes.field} ${number}`
  if (codes.throttled.includes(number)) return { kind: 'throttled', code, advice: codes.less }
  const told = codes.byWords?.find((each) => each.code === number && each.words.test(said))
  const advice = told?.advice ?? codes.permanent[number]
  return advice === undefined ? undefined : { kind: 'permanent', code, advice }
}

/** The JSON of an answer, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
