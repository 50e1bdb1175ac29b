import { createHash, createHmac } from 'node:crypto'

const SEAL = 'simulated-cloud'

/** A token that only continues the query that it was given for. Opaque to clients; the same page gives the same token again. */
export function sealToken(state: unknown, query: readonly string[]): string {
  const text = JSON.stringify(state)
  return Buffer.from(JSON.stringify({ state: text, seal: sealOf(text, query) })).toString('base64')
}

/** What a token holds; undefined when it is not ours or belongs to another query. */
export function openToken(token: string, query: readonly string[]): unknown {
  try {
    const { state, seal } = JSON.parse(Buffer.from(token, 'base64').toString('utf8'))
    return seal === sealOf(state, query) ? JSON.parse(state) : undefined
  } catch {
    return undefined
  }
}

function sealOf(text: string, query: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(query)).digest('hex')
  return createHmac('sha256', SEAL).update(`${text}\n${digest}`).digest('base64url')
}

/** A query as the token remembers it: who asks where, and every parameter but the token itself. */
export function queryOf(owner: readonly string[], params: ReadonlyMap<string, string>): string[] {
  const own = [...params].filter(([name]) => name !== 'NextToken').map(([name, value]) => `${name}=${value}`)
  return [...owner, ...own.sort()]
}
