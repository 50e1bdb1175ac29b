/** No params. */
export type None = Readonly<Record<string, never>>

/** A proxy as `host:port`, and the variable that names it. */
interface ProxyParams {
  readonly at: string
  readonly variable: string
}

/** A fact by the API's name, and what DescribeKey said of it, in quotes. */
interface FactParams {
  readonly field: string
  readonly value: string
}

/**
 * Everything that is said of a run and may be stored, by id, with its params. What was stored is still read: an id keeps its meaning and
 * its params, and a sentence that needs others gets an id of its own. Params are numbers, names and codes as they came (hostile: whoever
 * shows a sentence escapes it), moments in ISO 8601 UTC, and other messages.
 */
export interface MessageParams {
  // Calls that failed.
  readonly call: { readonly action: string; readonly code: string }
  readonly 'call-failed': {
    readonly service: string
    readonly action: string
    /** Empty where the service has one address for all. */
    readonly region: string
    readonly code: string
  }
  // What to do about them.
  readonly 'set-clock': None
  readonly 'check-settings': None
  readonly 'lower-rate': None
  readonly 'check-network': None
  readonly 'endpoint-silent': None
  readonly 'role-missing': None
  readonly 'may-be-deleted': None
  readonly 'service-failed': None
  readonly 'response-malformed': None
  readonly 'response-mismatch': None
  readonly 'response-of-another': {
    readonly host: string
    readonly what: 'region' | 'account' | 'key' | 'secret' | 'period' | 'page' | 'logstore'
    /** What the response says in place of what was asked; null where that is nothing to repeat. */
    readonly reported: string | null
  }
  readonly 'renew-credentials': None
  readonly 'run-again': None
  readonly 'set-credentials': None
  readonly 'credential-chain-silent': None
  readonly 'secret-unusable': { readonly variable: string; readonly problem: string }
  readonly 'check-access-key-id': None
  readonly 'check-access-key-secret': None
  readonly 'check-security-token': None
  readonly 'activate-service': None
  readonly 'settle-payments': None
  readonly 'allow-assume-role': None
  /** `permission`: `kms:ListKeys`. `policy`: the system policy that has it. */
  readonly 'allow-call': { readonly permission: string; readonly policy: string | null }
  readonly 'account-needs-role': { readonly account: string }
  readonly 'no-simulated-address': { readonly service: string; readonly region: string }
  readonly 'list-kept-changing': None
  readonly 'filter-ignored': { readonly filter: string }
  readonly 'all-keys-gone': None
  readonly 'fix-failure': None
  // Proxies.
  readonly 'proxy-in-between-refuses': None
  readonly 'proxy-unreachable': ProxyParams
  readonly 'proxy-needs-login': ProxyParams
  readonly 'proxy-refuses': ProxyParams
  readonly 'proxy-cannot-connect': ProxyParams
  readonly 'proxy-speaks-no-http': ProxyParams
  readonly 'proxy-certificate': ProxyParams
  readonly 'check-proxy': ProxyParams
  // Reading the trail.
  readonly 'budget-used-up': None
  readonly 'time-used-up': None
  readonly 'not-an-event': { readonly action: string; readonly day: string }
  /** `left`: how long the rest would take. */
  readonly 'days-unread': { readonly days: number; readonly reasons: readonly Text[]; readonly left: Message | null }
  readonly 'minutes-left': { readonly minutes: number }
  readonly 'hours-left': { readonly hours: number }
  readonly reasons: { readonly reasons: readonly Text[] }
  readonly 'next-run-resumes': None
  readonly 'coverage-grows': None
  // Proof of the trail.
  readonly 'trail-silent': { readonly region: string }
  readonly 'trail-own-calls-missing': { readonly region: string; readonly at: string }
  readonly 'trail-events-missing': { readonly region: string; readonly at: string }
  readonly 'trail-contradicts': { readonly region: string; readonly what: 'region' | 'account'; readonly name: string }
  readonly 'next-run-settles': None
  /** `host`: where it was asked; null where there is no address. */
  readonly 'check-trail-address': { readonly region: string; readonly host: string | null }
  // Facts of a key that were not read.
  readonly 'fact-absent': Pick<FactParams, 'field'>
  readonly 'fact-unknown': FactParams
  readonly 'fact-no-time': FactParams
  readonly 'fact-in-future': FactParams
  readonly 'fact-contradicts': FactParams & { readonly otherField: string; readonly otherValue: string }
  readonly 'arn-of-another-key': { readonly value: string }
  readonly 'value-unknown': { readonly value: string }
  readonly 'used-before-creation': { readonly created: string; readonly used: string }
  readonly 'primary-version-missing': None
  readonly 'creator-type-changed': None
  readonly 'creator-type-untold': None
  // Keys that left.
  readonly 'key-gone': None
}

export type MessageId = keyof MessageParams

type MessageOf<Id extends MessageId> = { readonly id: Id; readonly params: MessageParams[Id] }

/** A sentence, or a part of one, as data: every language makes its own of it. */
export type Message = { readonly [Id in MessageId]: MessageOf<Id> }[MessageId]

/** What the store holds for a sentence. A plain one was written by an older version, or is an error's own: it is shown as it is. */
export type Text = Message | string

/** Makes a message; the params are left out where it has none. */
export function message<Id extends MessageId>(
  id: Id,
  ...params: MessageParams[Id] extends None ? [] : [MessageParams[Id]]
): MessageOf<Id> {
  const [given = {}] = params
  return { id, params: given as MessageParams[Id] }
}

export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'id' in value && 'params' in value
}

/** Each once, in their order. */
export function distinctTexts(texts: readonly Text[]): readonly Text[] {
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()]
}
