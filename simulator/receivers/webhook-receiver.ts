import { createHmac } from 'node:crypto'
import * as z from 'zod'
import type { WireRequest } from '../cloud/http/wire-request.ts'
import { type Answer, type Receiver, startReceiver } from './receiver.ts'

const TOO_OLD = 300

const MESSAGE = z.strictObject({
  version: z.literal(1),
  kind: z.literal('digest'),
  id: z.string().min(1),
  language: z.enum(['en', 'zh']),
  mayRepeat: z.boolean(),
  title: z.string().min(1),
  text: z.string().min(1),
  markdown: z.string().min(1),
  digest: z.looseObject({
    madeAt: z.iso.datetime(),
    totals: z.looseObject({ keys: z.number() }),
    ready: z.array(z.unknown()),
  }),
  left: z.record(z.string(), z.int().positive()).optional(),
})

export interface WebhookReceiver extends Receiver {
  /** What CMK_CHANNELS takes, without options. */
  readonly address: string
  readonly messages: readonly z.infer<typeof MESSAGE>[]
}

/** A receiver as somebody would write it after the documentation: checks the signature, its age, the shape, and the delivery id. */
export async function startWebhook({
  clock,
  secret,
}: {
  readonly clock: () => number
  readonly secret?: string
}): Promise<WebhookReceiver> {
  const messages: z.infer<typeof MESSAGE>[] = []
  const serve = ({ method, path, headers, body }: WireRequest): Answer => {
    if (method !== 'POST' || path !== '/hooks/cmk') return { status: 404 }
    if (headers['content-type'] !== 'application/json; charset=utf-8') return { status: 415 }
    const timestamp = headers['x-cmk-timestamp'] ?? ''
    if (!/^\d{10}$/.test(timestamp) || Math.abs(clock() / 1000 - Number(timestamp)) > TOO_OLD) return { status: 401 }
    if (secret !== undefined) {
      const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
      if (headers['x-cmk-signature'] !== `sha256=${expected}`) return { status: 401 }
    }
    const message = MESSAGE.safeParse(JSON.parse(body.toString('utf8'))).data
    if (message === undefined || message.id !== headers['x-cmk-delivery']) return { status: 400 }
    messages.push(message)
    return { status: 200, body: '{"taken":true}' }
  }
  const receiver = await startReceiver(serve)
  return { ...receiver, address: `webhook:${receiver.url}/hooks/cmk`, messages }
}
