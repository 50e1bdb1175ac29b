import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { WireRequest } from '../cloud/http/wire-request.ts'
import { type Answer, type Receiver, startReceiver } from './receiver.ts'
import { SlidingRate } from './sliding-rate.ts'

/** As the vendor documents them. */
const MAX_BODY = 20_000
const SIGNED_FOR = 60 * 60_000
const A_MINUTE = 60_000
const MAX_A_MINUTE = 20
const BLOCKED_FOR = 10 * A_MINUTE

const MOBILE = z.string().regex(/^(\d{11}|\+?\d{1,4}-\d{5,14})$/)

const MESSAGE = z.strictObject({
  msgtype: z.literal('markdown'),
  markdown: z.strictObject({ title: z.string().min(1), text: z.string().min(1) }),
  at: z
    .strictObject({ atMobiles: z.array(MOBILE), atUserIds: z.array(z.string().min(1)), isAtAll: z.boolean() })
    .partial()
    .optional(),
})

export interface RobotOptions {
  readonly clock: () => number
  readonly token?: string
  /** Messages must be signed with it. */
  readonly secret?: string
  /** Must be in title or text. */
  readonly keyword?: string
}

export interface Robot extends Receiver {
  /** What CMK_CHANNELS takes, without options. */
  readonly address: string
  /** What people see in the group. */
  readonly messages: readonly { readonly title: string; readonly text: string }[]
  /** Whom each of them calls: only who is listed, and stands in its text behind an `@`. */
  readonly called: readonly (readonly string[])[]
  /** Anything else than `running` refuses everything. */
  state: 'running' | 'stopped' | 'missing'
}

/** A custom robot of DingTalk, as strict as the vendor's: every refusal comes with HTTP 200. */
export async function startRobot({ clock, token = 'synthetic0token0', secret, keyword }: RobotOptions): Promise<Robot> {
  const messages: { title: string; text: string }[] = []
  const called: string[][] = []
  const rate = new SlidingRate(MAX_A_MINUTE, A_MINUTE)
  let blockedUntil = 0
  const serve = (request: WireRequest): Answer => {
    const now = clock()
    const { method, path, query, headers, body } = request
    if (method !== 'POST' || path !== '/robot/send') return refuse(43002, 'need POST method')
    if (headers['content-type']?.startsWith('application/json') !== true) return refuse(43004, 'invalid content-type')
    if (query.get('access_token') !== token) return refuse(300005, 'token is not exist')
    if (robot.state === 'stopped') return refuse(400102, 'robot is stopped')
    if (robot.state === 'missing') return refuse(400106, 'robot does not exist')
    const unsigned = secret === undefined ? undefined : signatureProblem(query, secret, now)
    if (unsigned !== undefined) return refuse(310000, unsigned)
    if (now < blockedUntil) return refuse(130101, 'send too fast, exceed 20 times per minute')
    if (rate.isFull(now)) {
      blockedUntil = now + BLOCKED_FOR
      return refuse(130101, 'send too fast, exceed 20 times per minute')
    }
    if (body.length > MAX_BODY) return refuse(460101, 'message too long, exceed 20000 bytes')
    const parsed = MESSAGE.safeParse(JSON.parse(body.toString('utf8'))).data
    const message = parsed?.markdown
    if (message === undefined) return refuse(40035, 'missing parameter')
    if (keyword !== undefined && !`${message.title}${message.text}`.includes(keyword))
      return refuse(310000, 'keywords not in content')
    rate.count(now)
    messages.push(message)
    const named = new Set(message.text.match(/(?<=(?<!\\)@)[\w.+-]*\w/g))
    called.push([...(parsed?.at?.atMobiles ?? []), ...(parsed?.at?.atUserIds ?? [])].filter((id) => named.has(id)))
    return refuse(0, 'ok')
  }
  const receiver = await startReceiver(serve)
  const address = `dingtalk:${receiver.url}/robot/send?access_token=${token}`
  const robot: Robot = { ...receiver, address, messages, called, state: 'running' }
  return robot
}

function signatureProblem(query: ReadonlyMap<string, string>, secret: string, now: number): string | undefined {
  const timestamp = query.get('timestamp') ?? ''
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > SIGNED_FOR) return 'invalid timestamp'
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest()
  const given = Buffer.from(query.get('sign') ?? '', 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'sign not match'
}

function refuse(errcode: number, errmsg: string): Answer {
  return { status: 200, body: JSON.stringify({ errcode, errmsg }), headers: { 'content-type': 'application/json' } }
}
