import { DAY, iso, MINUTE } from '../shared/domain/time.ts'
import { directory } from '../simulator/cloud/resourcedirectory/directory.ts'
import {
  type Account,
  account,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type Key,
  key,
  type RawEvent,
  readOnlyPolicy,
  region,
  secret,
  type World,
  type WorldEvent,
  world,
} from '../simulator/cloud/world.ts'
import { ciphertextOf, event, instance } from '../simulator/cloud/world-events.ts'

/** How large a company is that a measurement is made on. Small JSON: the world itself is built in the cloud's process. */
export interface CompanySize {
  /** Accounts of this size each, in one Resource Directory; the first is its management account. One, without a directory, unless given. */
  readonly accounts?: number
  /** CMKs of the default instance. */
  readonly cmks: number
  readonly serviceKeys: number
  readonly instanceKeys: number
  readonly secrets: number
  /** Events of KMS, spread evenly over `days`, of which the last ends at `eventsUntil` (milliseconds). */
  readonly events: number
  readonly days: number
  readonly eventsUntil: number
}

/** The role by which members are entered: CMK_ROLE_NAME's default. */
const MEMBER_ROLE = 'cmk-readiness-audited'
const FIRST_MEMBER = 2_000_000_000_000_000
const INSTANCE = 'kst-hzz65benchmark'
const JAVA = 'AlibabaCloud (Linux; amd64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient'
const GO = 'AlibabaCloud (linux; amd64) Golang/1.19 Core/1.62.1'
/** Applications that use the keys; each of the first ones several keys. */
const APPLICATIONS = 24
/** From how many public addresses those of them call that are outside. */
const ADDRESSES = 8
/** Of a hundred calls: the rest are Decrypt with nothing but a ciphertext, as most calls of real applications are. */
const SHARES: readonly (readonly [name: string, upTo: number])[] = [
  ['GenerateDataKey', 25],
  ['Encrypt', 35],
  ['DescribeKey', 40],
]

/** Accounts with one region each. The same size gives the same company. */
export function company(size: CompanySize): World {
  const { accounts = 1 } = size
  if (accounts === 1) return world({ accounts: [accountOf(DEFAULT_ACCOUNT, size)] })
  const trusts = [`acs:ram::${DEFAULT_ACCOUNT}:root`]
  const roles = [{ name: MEMBER_ROLE, trusts, policy: readOnlyPolicy() }]
  const members = several(accounts - 1, (n) => ({
    ...accountOf(String(FIRST_MEMBER + n), size),
    ...{ roles, tablestore: [] },
  }))
  const ids = members.map(({ id }) => id)
  return world({
    accounts: [accountOf(DEFAULT_ACCOUNT, size), ...members],
    directory: directory(DEFAULT_ACCOUNT, ids),
  })
}

function accountOf(id: string, size: CompanySize): Account {
  const cmks = several(size.cmks, (n) => key({ keyId: `key-cmk${n}`, aliases: n % 2 === 0 ? [`alias/cmk${n}`] : [] }))
  const keys = [
    ...cmks,
    ...several(size.serviceKeys, (n) => key({ keyId: `key-service${n}`, creatorType: 'Service', creator: 'Oss' })),
    ...several(size.instanceKeys, (n) => key({ keyId: `key-instance${n}`, instanceId: INSTANCE })),
  ]
  const here = region({
    keys,
    instances: size.instanceKeys > 0 ? [instance({ id: INSTANCE })] : [],
    secrets: several(size.secrets, (n) => secret({ name: `secret${n}`, encryptionKeyId: `key-cmk${n % size.cmks}` })),
    events: several(size.events, (n) => new ComputedEvent(n, id, cmks, size)),
  })
  return account({ id, regions: { [DEFAULT_REGION]: here } })
}

/** The nth event, made whenever it is looked at: millions of them would not find room. */
class ComputedEvent implements WorldEvent {
  readonly synthetic = true
  readonly #n: number
  readonly #account: string
  readonly #cmks: readonly Key[]
  readonly #size: CompanySize

  constructor(n: number, accountId: string, cmks: readonly Key[], size: CompanySize) {
    this.#n = n
    this.#account = accountId
    this.#cmks = cmks
    this.#size = size
  }

  get raw(): RawEvent {
    return { ...eventOf(this.#n, this.#cmks, this.#size), recipientAccountId: this.#account }
  }
}

/** The nth event, oldest first. Numbers are mixed by steps that share no factor, so that every combination occurs. */
function eventOf(n: number, cmks: readonly Key[], { events, days, eventsUntil }: CompanySize): RawEvent {
  const span = days * DAY - MINUTE
  const used = cmks[(n * 7) % cmks.length]
  if (!used) throw new Error('a company without a CMK has no events')
  const share = (n * 37) % 100
  const eventName = SHARES.find(([, upTo]) => share < upTo)?.[0] ?? 'Decrypt'
  const alias = used.aliases[0]
  const requestParameters: RawEvent =
    eventName === 'Decrypt'
      ? { CiphertextBlob: ciphertextOf(used.versions[0]?.id ?? '') }
      : { KeyId: alias !== undefined && n % 3 === 0 ? alias : used.keyId }
  return {
    ...CALLERS[(n * 5) % CALLERS.length],
    eventId: `bench-${n}`,
    requestId: `bench-${n}`,
    eventTime: iso(eventsUntil - span + Math.floor((span * n) / events)),
    eventName,
    requestParameters,
  }
}

/** What all events of an application have in common; some come from outside, and from several addresses. */
const CALLERS = several(APPLICATIONS * ADDRESSES, (n) => {
  const application = n % APPLICATIONS
  const outside = { vpcId: undefined, sourceIpAddress: `203.0.113.${Math.floor(n / APPLICATIONS)}` }
  return event({
    userAgent: application % 4 === 0 ? GO : JAVA,
    userIdentity: {
      type: 'assumed-role',
      principalId: `3000000000000000${application}`,
      accountId: DEFAULT_ACCOUNT,
      accessKeyId: `STS.synthetic${application}`,
      userName: `application-${application}:session`,
    },
    ...(application % 6 === 0 ? { eventSource: 'kms.cn-hangzhou.aliyuncs.com', ...outside } : {}),
  }).raw
})

function several<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n))
}
