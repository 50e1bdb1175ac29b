import { mayBe, placeContradicting, readKmsArn } from '../domain/kms-arn.ts'
import { type Message, type MessageParams, message } from '../domain/messages/message.ts'
import type { Scope } from '../domain/scope.ts'
import type { CloudError } from './errors.ts'

/** What an answer is about, in place of what was asked. */
const ABOUT = {
  AnotherRegion: 'region',
  AnotherAccount: 'account',
  AnotherKey: 'key',
  AnotherSecret: 'secret',
  AnotherInstance: 'instance',
  AnotherWindow: 'period',
  AnotherPage: 'page',
  AnotherLogstore: 'logstore',
} as const satisfies Record<string, MessageParams['response-of-another']['what']>
/** `NotQueued`: an asynchronous invocation, whose answer reports its HTTP status. */
export type ContradictionCode = keyof typeof ABOUT | 'NotQueued'

/** An answer that is not about what was asked. */
export interface Contradiction {
  readonly code: ContradictionCode
  /** What it says in place of it. Comes from outside. */
  readonly reported: string
}

/** Region ids, account ids, times and page numbers; whatever else an answer says is not repeated. */
const PLAIN = /^[\w*:.-]{1,60}$/

/** What to do about it: the address is the likeliest culprit. `host` has no credentials in it. */
export function contradictionAdvice({ code, reported }: Contradiction, host: string): Message {
  if (code === 'NotQueued') return message('invocation-not-queued', { host, status: reported })
  return message('response-of-another', { host, what: ABOUT[code], reported: PLAIN.test(reported) ? reported : null })
}

/** ARNs that name another region or account than the scope. An empty one, and one that cannot be read, contradicts nothing. */
export function contradictionOfArns(arns: readonly string[], scope: Scope): Contradiction | undefined {
  for (const text of arns) {
    const arn = readKmsArn(text)
    const code = arn && placeContradicting(arn, scope)
    if (arn && code) return { code, reported: code === 'AnotherRegion' ? arn.region : arn.account }
  }
  return undefined
}

/** Key ids, or ARNs of keys, that are not the one that was asked for. */
export function contradictionOfKeyIds(ids: readonly string[], keyId: string): Contradiction | undefined {
  for (const reported of ids) {
    const id = readKmsArn(reported)?.resource.replace(/^key\//, '') ?? reported
    if (!mayBe(id, keyId)) return { code: 'AnotherKey', reported }
  }
  return undefined
}

export interface PageNumbers {
  readonly pageNumber: number | null
  readonly pageSize: number | null
}

/** A page that says to be another one. A service may make pages smaller than asked for, and never larger. */
export function contradictionOfPage(
  { pageNumber, pageSize }: PageNumbers,
  asked: { readonly number: number; readonly size: number },
): Contradiction | undefined {
  if (pageNumber !== null && pageNumber !== asked.number) return { code: 'AnotherPage', reported: `${pageNumber}` }
  return pageSize !== null && pageSize > asked.size ? { code: 'AnotherPage', reported: `${pageSize}` } : undefined
}

/** True for an answer of another region or account: then no answer of its address is evidence. */
export function isOfPlace({ kind, code }: Pick<CloudError, 'kind' | 'code'>): boolean {
  return kind === 'contradiction' && (code === 'AnotherRegion' || code === 'AnotherAccount')
}
