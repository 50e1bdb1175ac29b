import type { IncomingMessage } from 'node:http'

/** An HTTP request, taken apart but not yet trusted. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly query: ReadonlyMap<string, string>
  readonly form: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** Parameters of both signature kinds that are not the operation's own. */
const COMMON = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'SignatureType',
  'Timestamp',
  'SecurityToken',
])

/** Reads a request to its end. Rejects when the client goes away before. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const body = await bodyOf(message)
  const url = new URL(message.url ?? '/', 'http://loopback')
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  return {
    method: message.method ?? '',
    path: url.pathname,
    headers,
    query: new Map(url.searchParams),
    form: new Map(isForm ? new URLSearchParams(body.toString('utf8')) : []),
    body,
  }
}

function bodyOf(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.once('end', () => resolve(Buffer.concat(chunks)))
    message.once('error', reject)
    message.once('close', () => {
      if (!message.complete) reject(new Error('the client went away before the end of its request'))
    })
  })
}

/** The API that is called: RPC v1 names it in a parameter, ACS3 in a header. */
export function actionOf(request: WireRequest): string {
  return parameter(request, 'Action') ?? request.headers['x-acs-action'] ?? ''
}

export function versionOf(request: WireRequest): string {
  return parameter(request, 'Version') ?? request.headers['x-acs-version'] ?? ''
}

export function accessKeyIdOf(request: WireRequest): string {
  const credential = /Credential=([^,\s]*)/.exec(request.headers.authorization ?? '')
  return parameter(request, 'AccessKeyId') ?? credential?.[1] ?? ''
}

export function parameter(request: WireRequest, name: string): string | undefined {
  return request.query.get(name) ?? request.form.get(name)
}

/** The operation's own parameters. */
export function ownParameters(request: WireRequest): Map<string, string> {
  return new Map([...request.form, ...request.query].filter(([name]) => !COMMON.has(name)))
}
