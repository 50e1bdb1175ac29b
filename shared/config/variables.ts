import * as z from 'zod'
import { nearest } from '../domain/nearest.ts'
import { RESOURCE_SERVICES, type ResourceService } from '../domain/resources/key-resource.ts'
import { RULE_PACKS } from '../domain/rules/rule-packs.ts'
import { ACCOUNTS_EXPECTED, accountsHint, accountsValue } from './accounts-value.ts'
import { DISPATCH_EXPECTED, dispatchValue, fanOutValue, MAX_FANOUT } from './dispatch-value.ts'
import { regionsHint } from './kms-regions.ts'
import { NETWORK_EXPECTED, networkHint, networkValue } from './network-value.ts'
import { SERVICE_NAMES } from './service-names.ts'
import { timezone, timezoneHint } from './timezone.ts'
import {
  address,
  amount,
  destinations,
  freezes,
  json,
  list,
  ownRanges,
  region,
  roleName,
  wholeNumber,
} from './values.ts'

/** A variable: what it takes, in words and as a schema of its text. Empty is as good as absent. */
export interface Variable<T> {
  readonly expects: string
  readonly schema: z.ZodType<T, string>
  readonly fallback: string
  /** Its value is never repeated. */
  readonly secret?: boolean
  /** What its schema says of a bad value is part of the message. */
  readonly explainsProblem?: boolean
  /** What more there is to say of a value that it does not take, and what was probably meant: behind a semicolon, or empty. */
  readonly hint?: (text: string) => string
  /** What is wrong with a value and what is expected in its place, where that is shorter than everything that the variable takes. */
  readonly reason?: (text: string) => string | undefined
}

/** A variable with the type of its value. */
export function variable<T>(variable: Variable<T>): Variable<T> {
  return variable
}

/** In the order of the services, whatever the order of the list. */
function eachOnce(services: readonly ResourceService[]): ResourceService[] {
  return RESOURCE_SERVICES.filter((service) => services.includes(service))
}

const endpoints = z.partialRecord(z.enum(SERVICE_NAMES), z.union([address, z.record(region, address)]))

const ADDRESS = { type: 'string', pattern: '^https?://' }
const ENDPOINTS_IN_FILE = {
  type: 'object',
  propertyNames: { enum: [...SERVICE_NAMES] },
  additionalProperties: { anyOf: [ADDRESS, { type: 'object', additionalProperties: ADDRESS }] },
}

/** The variables that are read by themselves. CMK_STORE, CMK_CHANNELS and the secrets depend on others. */
export const VARIABLES = {
  CMK_REGIONS: variable({
    expects: '`all` or a comma list of region ids, such as cn-hangzhou,cn-shanghai',
    schema: z.union([z.literal('all'), list(region).pipe(z.array(z.string()).min(1))]),
    fallback: 'all',
    hint: (text) => (nearest(text, ['all']) === undefined ? regionsHint(text) : '; did you mean all?'),
  }),
  CMK_RULES: variable({
    expects: RULE_PACKS.map((pack) => `\`${pack}\``).join(' or '),
    schema: z
      .string()
      .pipe(z.enum(RULE_PACKS))
      .meta({ enum: [...RULE_PACKS] }),
    fallback: '2023-09',
    hint: (text) => {
      const near = nearest(text, RULE_PACKS)
      return near === undefined ? '' : `; did you mean ${near}?`
    },
  }),
  CMK_OBSERVATION_DAYS: variable({
    expects: 'a whole number of days from 1 to 400',
    schema: wholeNumber(400),
    fallback: '90',
  }),
  CMK_RESOURCES: variable({
    expects: `\`none\`, or a comma list of ${RESOURCE_SERVICES.join(', ')}`,
    schema: z.union([
      z.literal('none').transform((): ResourceService[] => []),
      list(z.enum(RESOURCE_SERVICES))
        .pipe(z.array(z.enum(RESOURCE_SERVICES)).min(1))
        .transform(eachOnce),
    ]),
    fallback: 'none',
    hint: (text) => {
      const known = [...RESOURCE_SERVICES, 'none']
      const strange = text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '' && !known.includes(each))
      const [first] = strange
      if (first === undefined) return ''
      const near = nearest(first, known)
      return `; ${first} is no such service${near === undefined ? '' : `, did you mean ${near}?`}`
    },
  }),
  CMK_OWN_CIDRS: variable({
    expects:
      '`auto` (EIPs and NAT gateways are asked for), and a comma list of public IPv4 ranges of /12 or longer, IPv6 ranges of /32 or longer, and addresses, such as auto,47.96.0.0/24,47.97.0.1',
    schema: ownRanges,
    fallback: '',
    explainsProblem: true,
  }),
  CMK_ACCOUNTS: variable({
    expects: ACCOUNTS_EXPECTED,
    schema: accountsValue,
    fallback: '',
    hint: accountsHint,
  }),
  CMK_ROLE_NAME: variable({
    expects: 'the name of a role, without its ARN: letters, digits, . and -',
    schema: roleName,
    fallback: 'cmk-readiness-audited',
  }),
  CMK_TIMEZONE: variable({
    expects: 'UTC, or the name that a time zone has in the IANA database: an area and a city, such as Asia/Shanghai',
    schema: timezone,
    fallback: 'Asia/Shanghai',
    hint: timezoneHint,
  }),
  CMK_WINDOW_HOURS: variable({
    expects: 'a whole number of hours from 1 to 24',
    schema: wholeNumber(24),
    fallback: '2',
  }),
  CMK_FREEZES: variable({
    expects: 'a comma list of days (2026-12-24) and of ranges with both ends (2026-12-24/2027-01-04)',
    schema: freezes,
    fallback: '',
    explainsProblem: true,
  }),
  CMK_DESTINATION: variable({
    expects:
      'a comma list of <region>=<id of a KMS instance>, with :software or :hardware behind the id, such as cn-hangzhou=kst-hzz65f176a0ogplgq0001:software',
    schema: destinations,
    fallback: '',
    explainsProblem: true,
  }),
  CMK_KMS_QPS: variable({
    expects: 'calls a second, a number above 0 and up to 1000',
    schema: amount(1_000),
    fallback: '10',
  }),
  CMK_TRAIL_QPS: variable({
    expects: 'calls a second, a number above 0 and up to 1000',
    schema: amount(1_000),
    fallback: '2',
  }),
  CMK_TRAIL_BUDGET_MINUTES: variable({
    expects: 'minutes, a number above 0 and up to 1440',
    schema: amount(1_440),
    fallback: '180',
  }),
  CMK_ENDPOINTS: variable({
    expects: `a JSON object of service (${SERVICE_NAMES.join(' ')}) to an http or https URL without path, or to an object of region to such a URL (kms and actiontrail take one URL only for one region)`,
    schema: json.pipe(endpoints).meta({ inFile: ENDPOINTS_IN_FILE }),
    fallback: '{}',
    // An address may hold a password by mistake.
    secret: true,
  }),
  CMK_NETWORK: variable({
    expects: NETWORK_EXPECTED,
    schema: networkValue,
    fallback: 'public',
    hint: networkHint,
  }),
  CMK_DISPATCH: variable({
    expects: DISPATCH_EXPECTED,
    schema: dispatchValue,
    fallback: 'local',
    explainsProblem: true,
  }),
  CMK_FANOUT: variable({
    expects: `how many jobs may be under way at once, 1 to ${MAX_FANOUT}, and behind a comma how many of them of one account, such as 50,4`,
    schema: fanOutValue,
    fallback: '50,4',
  }),
} as const

/** What has to be known before a configuration can be read that lies in an object of OSS, or in a row of the store. */
export const REACH = {
  object: ['CMK_ENDPOINTS', 'CMK_NETWORK'],
  row: ['CMK_STORE', 'CMK_TABLESTORE_INSTANCE', 'CMK_ENDPOINTS'],
} as const

/** Every variable of the program by name, read here or elsewhere. */
export const KNOWN: readonly string[] = [
  ...Object.keys(VARIABLES),
  'CMK_SOURCE',
  'CMK_STORE',
  'CMK_CHANNELS',
  'CMK_TABLESTORE_INSTANCE',
  'CMK_API_TOKEN',
  'CMK_STATE_TOKEN',
  'CMK_EXTERNAL_ID',
  'CMK_HEARTBEAT_URL',
  'CMK_CONFIG',
]

/** Values that may be in KMS, too. */
export const IN_KMS = ['CMK_API_TOKEN', 'CMK_STATE_TOKEN', 'CMK_HEARTBEAT_URL'] as const

/** Values that may be `env:NAME` or `file:PATH`. */
export const SECRETS = [
  ...IN_KMS,
  'CMK_EXTERNAL_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
] as const
