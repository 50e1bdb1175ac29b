import { createHmac } from 'node:crypto'
import * as z from 'zod'
import type { WireRequest } from '../cloud/http/wire-request.ts'
import { type Answer, type Receiver, startReceiver } from './receiver.ts'
import { SlidingRate } from './sliding-rate.ts'

/** As the vendor documents them. */
const MAX_BODY = 20 * 1024
const SIGNED_FOR = 60 * 60
const PLAIN_TEXT = z.strictObject({ tag: z.literal('plain_text'), content: z.string().min(1) })
const COLOURS = ['blue', 'wathet', 'turquoise', 'green', 'yellow', 'orange', 'red', 'carmine', 'violet', 'purple']

const MESSAGE = z.strictObject({
  timestamp: z.string().optional(),
  sign: z.string().optional(),
  msg_type: z.literal('interactive'),
  card: z.strictObject({
    config: z.strictObject({ wide_screen_mode: z.boolean() }),
    header: z.strictObject({ title: PLAIN_TEXT, template: z.enum(COLOURS) }),
    elements: z
      .array(
        z.discriminatedUnion('tag', [
          z.strictObject({ tag: z.literal('markdown'), content: z.string().min(1) }),
          z.strictObject({
            tag: z.literal('action'),
            actions: z.array(
              z.strictObject({ tag: z.literal('button'), text: PLAIN_TEXT, type: z.literal('primary'), url: z.url() }),
            ),
          }),
        ]),
      )
      .min(1),
  }),
})

/** Somebody who is called in the Markdown of a card, by the open_id or user_id. */
const AT = /<at id=([A-Za-z0-9][\w-]*)><\/at>/g

export type Card = z.infer<typeof MESSAGE>['card']

export interface FeishuRobot extends Receiver {
  /** What CMK_CHANNELS takes, without options. */
  readonly address: string
  readonly cards: readonly Card[]
  /** Whom each of them calls. */
  readonly called: readonly (readonly string[])[]
}

export interface FeishuOptions {
  readonly clock: () => number
  readonly secret?: string
  readonly keyword?: string
  /** Takes messages from elsewhere only. */
  readonly otherNetwork?: boolean
}

/** A custom robot of Feishu, as strict as the vendor's: every refusal comes with HTTP 200. */
export async function startFeishu({ clock, secret, keyword, otherNetwork }: FeishuOptions): Promise<FeishuRobot> {
  const hook = '00000000-synthetic-hook'
  const cards: Card[] = []
  const called: string[][] = []
  const rates = [new SlidingRate(5, 1_000), new SlidingRate(100, 60_000)]
  const serve = ({ method, path, headers, body }: WireRequest): Answer => {
    const now = clock()
    if (method !== 'POST' || path !== `/open-apis/bot/v2/hook/${hook}`)
      return answer(19001, 'param invalid: incoming webhook access token invalid')
    if (headers['content-type']?.startsWith('application/json') !== true) return answer(9499, 'Bad Request')
    if (otherNetwork) return answer(19022, 'Ip Not Allowed')
    if (rates.some((rate) => rate.isFull(now))) return answer(11232, 'frequency limited psm')
    const message = MESSAGE.safeParse(JSON.parse(body.toString('utf8'))).data
    if (message === undefined || body.length > MAX_BODY) return answer(9499, 'Bad Request')
    if (secret !== undefined && !isSigned(message, secret, now))
      return answer(19021, 'sign match fail or timestamp is not within one hour from current time')
    if (keyword !== undefined && !JSON.stringify(message.card).includes(keyword))
      return answer(19024, 'Key Words Not Found')
    const texts = message.card.elements.flatMap((element) => (element.tag === 'markdown' ? [element.content] : []))
    const ids = texts.flatMap((text) => [...text.matchAll(AT)].map(([, id = '']) => id))
    // Anything else that begins so is a tag that the card cannot draw.
    if (texts.some((text) => text.replace(AT, '').includes('<at'))) return answer(9499, 'Bad Request')
    for (const rate of rates) rate.count(now)
    cards.push(message.card)
    called.push(ids)
    return answer(0, 'success')
  }
  const receiver = await startReceiver(serve)
  return { ...receiver, address: `feishu:${receiver.url}/open-apis/bot/v2/hook/${hook}`, cards, called }
}

function isSigned({ timestamp = '', sign }: z.infer<typeof MESSAGE>, secret: string, now: number): boolean {
  if (!/^\d{10}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > SIGNED_FOR) return false
  return sign === createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
}

function answer(code: number, msg: string): Answer {
  const success = code === 0 ? { StatusCode: 0, StatusMessage: 'success' } : {}
  return { status: 200, body: JSON.stringify({ code, msg, data: {}, ...success }) }
}
