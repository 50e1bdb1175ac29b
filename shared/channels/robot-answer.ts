import * as z from 'zod'
import type { Instant } from '../domain/time.ts'
import type { Posted } from '../net/post.ts'
import type { ChannelProblem } from './channel-error.ts'
import { httpProblem, unclearAnswer } from './http-problem.ts'

/** What one vendor's robot answers, and what its codes mean. It says errors within HTTP 200. */
export interface RobotCodes {
  readonly vendor: string
  /** What the vendor calls the code, 0 for success; the first of these that an answer has. */
  readonly fields: readonly string[]
  /** What the vendor calls the words beside it. */
  readonly words: string
  readonly throttled: readonly number[]
  /** What to do where it takes no more messages. */
  readonly less: string
  /** Those of which the vendor says to try again. */
  readonly busy: readonly number[]
  /** What to do, by code. */
  readonly permanent: Readonly<Record<number, string>>
  /** What to do where one code has several meanings and only its words tell which. */
  readonly byWords?: readonly { readonly code: number; readonly words: RegExp; readonly advice: string }[]
}

interface RobotAnswer {
  readonly field: string
  readonly code: number
  readonly said: string
}

const OBJECT = z.record(z.string(), z.unknown())

/** What a robot's answer means; undefined when it took the message. A code that is known tells more than the status. */
export function robotProblem(posted: Posted, now: Instant, codes: RobotCodes): ChannelProblem | undefined {
  const answer = posted.end === 'answer' ? answerIn(parseJson(posted.text), codes) : undefined
  const known = answer === undefined ? undefined : knownProblem(answer, codes)
  const problem = known ?? httpProblem(posted, now)
  if (problem !== undefined) return problem
  if (posted.end !== 'answer') return unclearAnswer(posted.end === 'truncated' ? posted.code : 'no answer')
  if (answer === undefined) return unclearAnswer('no answer of the robot')
  if (answer.code === 0) return undefined
  // The vendors name the codes that pass, and failures of theirs come with a 5xx. What else a robot says of a message that it has read
  // is a refusal: asking again would only be refused again, and the next digest makes up for this one.
  return {
    kind: 'permanent',
    code: `${answer.field} ${answer.code}`,
    advice: `This program does not know the code: look it up in the documentation of ${codes.vendor}.`,
  }
}

function answerIn(content: unknown, { fields, words }: RobotCodes): RobotAnswer | undefined {
  const { data = {} } = OBJECT.safeParse(content)
  const said = data[words]
  for (const field of fields) {
    const code = data[field]
    if (typeof code === 'number') return { field, code, said: typeof said === 'string' ? said : '' }
  }
  return undefined
}

function knownProblem({ field, code: number, said }: RobotAnswer, codes: RobotCodes): ChannelProblem | undefined {
  const code = `${field} ${number}`
  if (codes.throttled.includes(number)) return { kind: 'throttled', code, advice: codes.less }
  if (codes.busy.includes(number))
    return { kind: 'transient', code, advice: `${codes.vendor} is busy: send it again later.` }
  const known = codes.byWords?.find((each) => each.code === number && each.words.test(said))
  const advice = known?.advice ?? codes.permanent[number]
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
