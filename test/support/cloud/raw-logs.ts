import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'

/** A request to Log Service that is signed by hand, as the vendor's page "Request signatures" says: HMAC-SHA1. */
export interface RawRequest {
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly body?: string
  readonly secret: string
  readonly id: string
  readonly date?: Date
  /** Set, or with undefined left out, before it is signed. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** The same after it is signed. */
  readonly spoilt?: Readonly<Record<string, string | undefined>>
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: { readonly errorCode?: string; readonly errorMessage?: string } & Record<string, unknown>
}

export function sendRaw(url: string, raw: RawRequest): Promise<RawAnswer> {
  const { host: address, hostname, port } = new URL(url)
  const { method = 'GET', path = '/', body = '', host = `audit-logs.${address}` } = raw
  const headers = present({
    host,
    date: (raw.date ?? new Date()).toUTCString(),
    'x-log-apiversion': '0.6.0',
    'x-log-signaturemethod': 'hmac-sha1',
    'x-log-bodyrawsize': String(Buffer.byteLength(body)),
    ...(body === ''
      ? {}
      : {
          'content-type': 'application/json',
          'content-md5': createHash('md5').update(body).digest('hex').toUpperCase(),
        }),
    ...raw.headers,
  })
  const authorization = `LOG ${raw.id}:${signature(method, path, headers, raw.secret)}`
  const sent = present({ ...headers, authorization, ...raw.spoilt })
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers: sent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) })
      })
    })
    call.once('error', reject)
    call.end(body)
  })
}

function signature(method: string, path: string, headers: Record<string, string>, secret: string): string {
  const own = Object.keys(headers)
    .filter((name) => /^x-(log|acs)-/.test(name))
    .sort()
    .map((name) => `${name}:${headers[name]}`)
  const { 'content-md5': md5 = '', 'content-type': type = '', date = '' } = headers
  const text = [method, md5, type, date, ...own, decodeURIComponent(path)].join('\n')
  return createHmac('sha1', secret).update(text).digest('base64')
}

function present(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}
