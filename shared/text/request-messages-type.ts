import type { Missing, RequestedBatch } from '../domain/request/request.ts'

type Way = RequestedBatch['way']

/** The words of a request. Names that they are given come from the cloud: escape what comes out. */
export interface RequestMessages {
  readonly title: string
  /** Above and below what is to be copied. */
  readonly copyFrom: string
  readonly copyTo: string
  readonly nothing: string
  readonly before: string
  readonly check: Readonly<Record<Way, (account: string, region: string) => string>>
  readonly disagree: string
  /** What to do where the vendor's tool and the table disagree. */
  readonly toolRefuses: string
  readonly toolAccepts: Readonly<Record<Way, string>>
  readonly missing: Readonly<Record<Missing, (region: string) => string>>
  readonly notReady: (keys: string) => string
  readonly moved: (keys: string) => string
  readonly gone: (keys: string) => string
  /** Keys of which events leave something open that a person has settled. */
  readonly byStatement: (keys: string) => string
  readonly ticketTitle: Readonly<Record<Way, (keys: number, secrets: number, region: string) => string>>
  readonly ticketLead: Readonly<Record<Way, string>>
  /** Of a batch that has the rest of the secrets of one key. */
  readonly secretsLead: string
  readonly facts: string
  readonly account: string
  readonly region: string
  readonly destination: string
  readonly window: string
  readonly agreedWindow: string
  readonly offPeak: (calls: string, weeks: number) => string
  readonly isMissing: Readonly<Record<Missing, string>>
  readonly ticketNumber: string
  readonly contacts: string
  /** `payments (3 keys)`; null: keys whose owner nobody named. */
  readonly contact: (owner: string | null, keys: number) => string
  readonly keys: string
  readonly secrets: string
  readonly ofSecrets: Readonly<Record<Way, string>>
  readonly inHsm: string
  readonly evidence: string
  readonly keyFacts: string
  readonly noForbidden: (from: string, to: string) => string
  readonly notRead: string
  readonly scenarios: Readonly<Record<'1' | '2' | 'open', (keys: number) => string>>
  readonly applications: (names: string) => string
  readonly toolSteps: string
  readonly tool: {
    readonly instance: (destination: string | null, region: string, keys: number, secrets: number) => string
    readonly freeze: string
    readonly open: (account: string, region: string) => string
    readonly select: (keys: number, secrets: number) => string
    readonly confirm: string
  }
  readonly owners: string
  /** Before the ids of keys. */
  readonly forKeys: string
  readonly support: string
  readonly supportTitle: (keys: number, region: string) => string
  readonly supportLead: string
  readonly callers: string
  readonly calls: (calls: number, last: string) => string
  readonly moreCallers: (count: number) => string
  readonly observed: (from: string, to: string, calls: number) => string
  readonly states: Readonly<Record<NonNullable<RequestedBatch['state']>, string>>
}
