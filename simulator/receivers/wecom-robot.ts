import * as z from 'zod'
import type { WireRequest } from '../cloud/http/wire-request.ts'
import { type Answer, type Receiver, startReceiver } from './receiver.ts'
import { SlidingRate } from './sliding-rate.ts'

/** As the vendor documents it: bytes of the content in UTF-8. */
const MAX_CONTENT = 4_096

const MESSAGE = z.strictObject({
  msgtype: z.literal('markdown'),
  markdown: z.strictObject({ content: z.string().min(1) }),
})

export interface WecomRobot extends Receiver {
  /** What CMK_CHANNELS takes, without options. */
  readonly address: string
  readonly messages: readonly string[]
  /** Whom each of them calls. */
  readonly called: readonly (readonly string[])[]
  /** Taken out of its group. */
  isRemoved: boolean
}

/** A robot of WeCom, as strict as the vendor's: every refusal comes with HTTP 200. */
export async function startWecom({ clock }: { readonly clock: () => number }): Promise<WecomRobot> {
  const key = '00000000-synthetic-key'
  const messages: string[] = []
  const called: string[][] = []
  const rate = new SlidingRate(20, 60_000)
  const serve = ({ method, path, query, body }: WireRequest): Answer => {
    const now = clock()
    if (method !== 'POST' || path !== '/cgi-bin/webhook/send' || query.get('key') !== key || robot.isRemoved)
      return answer(93000, 'invalid webhook url')
    if (rate.isFull(now)) return answer(45009, 'api freq out of limit')
    const message = MESSAGE.safeParse(JSON.parse(body.toString('utf8'))).data
    if (message === undefined) return answer(40008, 'invalid message type')
    const { content } = message.markdown
    if (Buffer.byteLength(content) > MAX_CONTENT) return answer(40058, 'markdown.content exceed max length 4096')
    rate.count(now)
    messages.push(content)
    called.push([...content.matchAll(/<@([A-Za-z0-9][\w.@-]*)>/g)].map(([, id = '']) => id))
    return answer(0, 'ok')
  }
  const receiver = await startReceiver(serve)
  const address = `wecom:${receiver.url}/cgi-bin/webhook/send?key=${key}`
  const robot: WecomRobot = { ...receiver, address, messages, called, isRemoved: false }
  return robot
}

function answer(errcode: number, errmsg: string): Answer {
  return { status: 200, body: JSON.stringify({ errcode, errmsg }) }
}
