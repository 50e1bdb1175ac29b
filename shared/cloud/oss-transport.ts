import { type ClientRequestArgs, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import ipaddr from 'ipaddr.js'
import { isLoopback } from '../net/no-proxy.ts'
import { type Proxies, proxyFor } from '../net/proxy.ts'
import { proxyAgent } from '../net/proxy-agent.ts'
import { bareHost } from '../net/server.ts'
import { type Endpoint, urlOf } from './endpoints.ts'

/** Most bytes of an answer that is held at once: a page of a list, or an error. */
const MAX_HELD = 16 * 1024 * 1024

/** What `ali-oss` asks of the HTTP client that it is given. */
interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** The answer is to be handed over as it comes. */
  readonly customResponse?: boolean
}

/** What it gets. */
interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Of an answer that was read to its end. */
  readonly data?: Buffer
  readonly res: Readable
}

/**
 * HTTP for `ali-oss`, whose own client knows no proxy of ours, and leaves the bucket out of the host where the endpoint is an IP address. A
 * name below an address of this machine leads to that address. Without a bucket the account is asked.
 */
export class OssTransport {
  readonly #bucket: string
  readonly #endpoint: Endpoint
  readonly #proxies: Proxies

  constructor(bucket: string, endpoint: Endpoint, proxies: Proxies) {
    this.#bucket = bucket
    this.#endpoint = endpoint
    this.#proxies = proxies
  }

  async request(address: string, { method, headers, customResponse }: Asked): Promise<Answer> {
    const url = new URL(address)
    const server = new URL(urlOf(this.#endpoint))
    const host = this.#bucket === '' ? server.host : `${this.#bucket}.${server.host}`
    const isAddress = ipaddr.isValid(bareHost(server.hostname)) || isLoopback(bareHost(server.hostname))
    const called = isAddress ? server : new URL(`${server.protocol}//${host}`)
    const proxy = proxyFor(this.#proxies, called.href)
    const scheme = called.protocol === 'https:' ? 'https' : 'http'
    const answer = await sent({
      ...{ protocol: called.protocol, host: bareHost(called.hostname), path: `${url.pathname}${url.search}`, method },
      ...(called.port === '' ? {} : { port: called.port }),
      headers: { ...headers, host },
      ...(proxy && { agent: proxyAgent(proxy, scheme) }),
    })
    const status = answer.statusCode ?? 0
    const given = { status, headers: answer.headers }
    if (customResponse && status < 300) return { ...given, res: answer }
    // An error is read to its end, whatever was to come: `ali-oss` takes its code from there.
    return { ...given, data: await bodyOf(answer), res: Readable.from([]) }
  }
}

function sent(args: ClientRequestArgs): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (args.protocol === 'https:' ? httpsRequest : httpRequest)(args, resolve)
    request.once('error', reject)
    request.end()
  })
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer) {
    pieces.push(piece)
    size += piece.length
    if (size > MAX_HELD) throw new Error('the answer is too large')
  }
  return Buffer.concat(pieces)
}
