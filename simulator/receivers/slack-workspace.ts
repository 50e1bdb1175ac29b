import * as z from 'zod'
import type { WireRequest } from '../cloud/http/wire-request.ts'
import { type Answer, type Receiver, startReceiver } from './receiver.ts'
import { SlidingRate } from './sliding-rate.ts'

/** As the vendor documents them, and the last as others have met it. */
const MAX_BLOCKS = 50
const MAX_CHARACTERS = 13_200
const MRKDWN = z.strictObject({
  type: z.literal('mrkdwn'),
  text: z.string().min(1).max(3_000),
  verbatim: z.boolean(),
})

const MESSAGE = z.strictObject({
  text: z.string().min(1),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('header'),
          text: z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(150) }),
        }),
        z.strictObject({ type: z.literal('section'), expand: z.boolean().optional(), text: MRKDWN }),
      ]),
    )
    .min(1)
    .max(MAX_BLOCKS),
})

export interface SlackWorkspace extends Receiver {
  /** What CMK_CHANNELS takes, without options. */
  readonly address: string
  readonly messages: readonly z.infer<typeof MESSAGE>[]
  /** Whom each of them calls: members, and groups of them. */
  readonly called: readonly (readonly string[])[]
}

/** An incoming webhook of Slack, as strict as the vendor's. */
export async function startSlack({ clock }: { readonly clock: () => number }): Promise<SlackWorkspace> {
  const messages: z.infer<typeof MESSAGE>[] = []
  const called: string[][] = []
  const rate = new SlidingRate(1, 1_000)
  const serve = ({ method, path, headers, body }: WireRequest): Answer => {
    const now = clock()
    if (method !== 'POST' || path !== '/services/T0SYNTH/B0SYNTH/synthetictokenofslack000')
      return { status: 404, body: 'no_service' }
    if (headers['content-type']?.startsWith('application/json') !== true)
      return { status: 400, body: 'invalid_payload' }
    if (rate.isFull(now)) return { status: 429, body: 'rate_limited', headers: { 'retry-after': '1' } }
    const message = MESSAGE.safeParse(JSON.parse(body.toString('utf8'))).data
    if (message === undefined) return { status: 400, body: 'invalid_blocks' }
    const characters = message.blocks.reduce((sum, { text }) => sum + text.text.length, 0)
    if (characters > MAX_CHARACTERS) return { status: 400, body: 'msg_blocks_too_long' }
    rate.count(now)
    messages.push(message)
    const texts = message.blocks.flatMap(({ text }) => (text.type === 'mrkdwn' ? [text.text] : []))
    const ids = texts.flatMap((text) => [...text.matchAll(/<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+))>/g)])
    called.push(ids.map(([, member, group = '']) => member ?? group))
    return { status: 200, body: 'ok' }
  }
  const receiver = await startReceiver(serve)
  return {
    ...receiver,
    address: `slack:${receiver.url}/services/T0SYNTH/B0SYNTH/synthetictokenofslack000`,
    messages,
    called,
  }
}
