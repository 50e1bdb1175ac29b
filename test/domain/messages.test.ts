import { describe, expect, it } from 'vitest'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Fault, FaultKind } from '../../shared/cloud/fault.ts'
import { clientName } from '../../shared/domain/caller-names.ts'
import { LANGUAGES, type Language } from '../../shared/domain/language.ts'
import { ENGLISH } from '../../shared/domain/messages/english.ts'
import {
  distinctTexts,
  isMessage,
  type Message,
  type MessageId,
  type MessageParams,
  message,
  type None,
  type Text,
} from '../../shared/domain/messages/message.ts'
import { inEnglish, textIn } from '../../shared/domain/messages/text-in.ts'
import { proxyAdvice } from '../../shared/net/proxy-error.ts'
import { HALF_WIDTH } from '../support/text/chinese.ts'

const PROXY = { at: 'proxy.corp:3128', variable: 'HTTPS_PROXY' }
const FACT = { field: 'KeyState', value: '"Frozen"' }
const LOGSTORE = { region: 'cn-shanghai', source: 'sls:cn-hangzhou/audit-logs/actiontrail_audit' }
const BUCKET = 'oss:cn-hangzhou/company-audit'
const TIME = '2026-11-24T02:15:00Z'

type WithParams = { [Id in MessageId]: MessageParams[Id] extends None ? never : Id }[MessageId]

/** Params of every message that has some. */
const SAMPLES: { readonly [Id in WithParams]: MessageParams[Id] } = {
  call: { action: 'ListKeys', code: 'Forbidden.RAM' },
  'call-failed': { service: 'kms', action: 'ListKeys', region: 'cn-hangzhou', code: 'Forbidden.RAM' },
  'response-of-another': { host: 'kms.example', what: 'region', reported: 'cn-beijing' },
  'invocation-not-queued': { host: 'fc.example', status: '200' },
  'secret-unusable': { variable: 'ALIBABA_CLOUD_ACCESS_KEY_ID', problem: 'FILE' },
  'allow-call': { permission: 'kms:ListKeys', policy: 'AliyunKMSReadOnlyAccess' },
  'allow-bucket': { permission: 'oss:GetObject' },
  'account-needs-role': { account: '1000000000000001' },
  'allow-directory': { permission: 'resourcemanager:ListAccounts' },
  'member-not-active': { account: '1000000000000001', status: 'CreateVerifying' },
  'account-left': { account: '1000000000000001' },
  'functions-missing': { place: 'fc3:cn-hangzhou', names: 'cmk-readiness-usage' },
  'no-simulated-address': { service: 'actiontrail', region: 'cn-hangzhou' },
  'allow-dispatch': { permission: 'fc:InvokeFunction' },
  'job-lost': { stage: 'usage', attempts: 5 },
  'filter-ignored': { filter: 'CreatorType' },
  'proxy-unreachable': PROXY,
  'proxy-needs-login': PROXY,
  'proxy-refuses': PROXY,
  'proxy-cannot-connect': PROXY,
  'proxy-speaks-no-http': PROXY,
  'proxy-certificate': PROXY,
  'check-proxy': PROXY,
  'not-an-event': { action: 'LookupEvents', day: '2026-11-24' },
  'days-unread': { days: 3, reasons: [message('budget-used-up')], left: message('hours-left', { hours: 2.5 }) },
  'minutes-left': { minutes: 17 },
  'hours-left': { hours: 2.5 },
  reasons: { reasons: [message('time-used-up'), message('call', { action: 'LookupEvents', code: 'Timeout' })] },
  'more-reasons': { count: 2 },
  advices: { advices: [message('run-again'), message('next-run-resumes')] },
  'day-ranges': { ranges: [['2026-11-24', '2026-11-25']], more: 2 },
  'archive-copy-days': { days: message('day-ranges', { ranges: [['2026-11-24', '2026-11-25']], more: 0 }) },
  'bucket-without-archive': { source: BUCKET },
  'bucket-not-there': { source: BUCKET },
  'bucket-in-another-region': { source: BUCKET },
  'source-refused': { source: BUCKET, code: 'AccessDenied' },
  'trail-missing': { source: BUCKET, others: ['audit-1', 'audit-2'] },
  'named-trail-missing': { source: BUCKET, others: ['audit-1', 'audit-2'] },
  'trail-elsewhere': {
    source: BUCKET,
    places: ['sls:cn-hangzhou/audit-logs/actiontrail_audit-1'],
    others: ['audit-1'],
  },
  'trail-delivers-nowhere': { trail: 'audit-1' },
  'mend-source': { what: 'name-trail' },
  'trail-untold': {
    source: BUCKET,
    call: message('call', { action: 'DescribeTrails', code: 'NoPermission' }),
  },
  'trail-writes-only': { trail: 'audit-1' },
  'trail-other-regions': { trail: 'audit-1', regions: ['cn-beijing', 'cn-shanghai'] },
  'trail-never-started': { trail: 'audit-1' },
  'trail-stopped': { trail: 'audit-1', at: TIME },
  'trail-not-delivering': { trail: 'audit-1', code: 'NoSuchBucket', since: TIME },
  'trail-nothing-delivered': { trail: 'audit-1' },
  'trail-history-running': { trail: 'audit-1', since: TIME },
  'said-keys': { principal: 'role/orders', keys: ['key-1', 'key-2'], by: 'Li Na', at: TIME },
  'said-client': { principal: 'role/orders', client: 'nodejs', by: 'Li Na', at: TIME },
  'trail-silent': { region: 'cn-hangzhou' },
  'trail-own-calls-missing': { region: 'cn-hangzhou', at: TIME },
  'trail-events-missing': { region: 'cn-hangzhou', at: TIME },
  'trail-contradicts': { region: 'cn-hangzhou', what: 'account', name: '1000000000000002' },
  'check-trail-address': { region: 'cn-hangzhou', host: 'actiontrail.example' },
  'allow-log-call': { permission: 'log:GetIndex' },
  'instance-log-lacks': { columns: ['resource_id', 'status_code'] },
  'instance-log-cut': { lacks: 'limited' },
  'index-poorer': { columns: ['event.vpcId', 'event.apiVersion'] },
  'index-lacks': { columns: ['event.userAgent'], day: '2026-11-24' },
  'day-without-logs': { day: '2026-11-24' },
  'index-changed': { day: '2026-11-24', changed: TIME },
  'answer-lacks': { day: '2026-11-24', lacks: 'incomplete' },
  'events-unreadable': { day: '2026-11-24' },
  'logstore-forgets': { days: 30 },
  'logstore-silent': { region: 'cn-hangzhou' },
  'logstore-own-calls-missing': { region: 'cn-hangzhou', at: TIME },
  'logstore-events-missing': { region: 'cn-hangzhou', at: TIME },
  'logstore-contradicts': { region: 'cn-hangzhou', what: 'account', name: '1000000000000002' },
  'next-run-settles-logstore': LOGSTORE,
  'check-logstore': LOGSTORE,
  'archive-file': { path: 'AliyunLogs/Actiontrail/F1.gz', fault: 'count', detail: '2, 3' },
  'archive-early-events': { path: 'AliyunLogs/Actiontrail/F1.gz', day: '2026-11-24' },
  'archive-without-region': { region: 'cn-hangzhou' },
  'archive-silent': { region: 'cn-hangzhou' },
  'archive-own-calls-missing': { region: 'cn-hangzhou', at: TIME },
  'archive-events-missing': { region: 'cn-hangzhou', at: TIME },
  'archive-contradicts': { region: 'cn-hangzhou', what: 'account', name: '1000000000000002' },
  'fact-absent': { field: 'KeyState' },
  'fact-unknown': FACT,
  'fact-no-time': FACT,
  'fact-in-future': FACT,
  'fact-contradicts': { ...FACT, otherField: 'Origin', otherValue: 'Aliyun_KMS' },
  'arn-of-another-key': { value: '"acs:kms:x"' },
  'value-unknown': { value: '"Frozen"' },
  'resource-instance': { id: 'rm-1', use: 'TDE' },
  'resource-disk': { id: 'd-1' },
  'resource-attached-disk': { id: 'd-1', instance: 'i-1' },
  'resource-snapshot': { id: 's-1' },
  'resource-default-disk-key': { id: 'cn-hangzhou' },
  'resource-bucket': { id: 'audit-logs' },
  'resource-tag': { id: 'acs:rds:instance-encryption' },
  'used-before-creation': { created: TIME, used: '2026-11-23T02:15:00Z' },
  'instance-not-found': { instance: 'kst-hzz1', region: 'cn-hangzhou', others: ['kst-hzz2'] },
  'instance-elsewhere': { instance: 'kst-hzz1', region: 'cn-shanghai' },
  'instances-unlisted': { region: 'cn-hangzhou', reasons: ['ListKmsInstances: Forbidden.NoPermission'] },
  'instances-never-read': { region: 'cn-hangzhou' },
  'instance-not-chosen': { region: 'cn-hangzhou', instances: ['kst-hzz1', 'kst-hzz2'] },
  'instance-not-connected': { instance: 'kst-hzz1', status: 'Uninitialized' },
  'instance-lacks-keys': { instance: 'kst-hzz1', needed: 71, free: 50, missing: 21 },
  'instance-lacks-secrets': { instance: 'kst-hzz1', needed: 72, free: 40, missing: 32 },
  'instance-too-slow': {
    ...{ instance: 'kst-hzz1', tier: 1000, perSecond: 1400, calls: 5040000, at: '2026-11-20T09:00:00Z', scopes: 1 },
    missing: 400,
  },
  'instance-perhaps-too-slow': {
    ...{ instance: 'kst-hzz1', tier: 2000, perSecond: 700, calls: 2520000, at: '2026-11-20T09:00:00Z', scopes: 1 },
  },
  'instance-peak-unknown': { instance: 'kst-hzz1' },
  'instance-peak-incomplete': { instance: 'kst-hzz1' },
  'instance-ended': { instance: 'kst-hzz1', endsAt: '2026-11-01T16:00:00Z' },
  'instance-ends-before': { instance: 'kst-hzz1', endsAt: '2026-12-01T16:00:00Z', window: '2026-12-05T19:00:00Z' },
  'instance-ends-soon': { instance: 'kst-hzz1', endsAt: '2027-01-01T16:00:00Z', days: 34 },
  'instance-end-unknown': { instance: 'kst-hzz1' },
  'instance-refuses-specs': { instance: 'kst-hzz1', kind: 'software', specs: ['EC_SM2'], keys: 3 },
  'instance-kind-unknown': { instance: 'kst-hzz1', specs: ['Aliyun_SM4'], keys: 3 },
  'instance-image': { instance: 'kst-hzz1' },
  'instance-lacks-vpcs': { instance: 'kst-hzz1', missing: ['vpc-bp3', 'vpc-bp4'], room: 1 },
  'instance-vpcs': { instance: 'kst-hzz1', callers: 7, vpcs: ['vpc-bp1', 'vpc-bp2'] },
  'instance-not-read': { instance: 'kst-hzz1' },
  'instance-part-unread': { instance: 'kst-hzz1', reasons: ['GetKmsInstance: Forbidden.NoPermission'] },
  'instance-read-long-ago': { instance: 'kst-hzz1', asOf: '2026-11-20T09:00:00Z' },
  'buy-instance': {
    ...{ region: 'cn-hangzhou', kind: 'hardware', specs: ['EC_SM2'], growth: 20 },
    ...{ keys: 120, keysNow: 100, secrets: 48, secretsNow: 40 },
  },
  'buy-qps': { qps: 2000, perSecond: 500, calls: 1800000, at: '2026-11-20T09:00:00Z' },
  'buy-qps-unused': { qps: 1000 },
  'buy-vpcs': { callers: 7, vpcs: ['vpc-bp3'], others: 2 },
  'plan-environment': { environment: 'prod' },
  'plan-shared-callers': { keys: 12, callers: ['Orders-1', 'Pay-1'], more: 3 },
  'plan-callers-unlisted': { keys: 2 },
  'plan-cut': { keys: 71, part: 1, parts: 2 },
  'plan-packed': { groups: 4 },
  'plan-secrets-of': { key: 'key-hzz1', part: 2, parts: 3, after: 'batch-0a1b2c3d4e5f' },
  'plan-no-destination': { region: 'cn-hangzhou' },
  'plan-destination-elsewhere': { instance: 'kst-hzz1', region: 'cn-hangzhou' },
  'plan-no-profile': { keys: 3 },
  'plan-short-evidence': { keys: 4 },
  'plan-no-window': { weeks: 8 },
  'plan-requested': { ticket: 'K20260917' },
  'plan-left-requested': { batch: 'batch-0123', ticket: 'K20260917' },
  'plan-left-moved': { batch: 'batch-0123' },
}
/** Params that choose between words, and are not repeated. */
const WORDS: readonly string[] = ['what', 'lacks', 'fault', 'kind']
/** Codes, names and messages, and no word of a language. */
const NEUTRAL: readonly MessageId[] = ['call', 'call-failed', 'reasons']

const ALL = (Object.keys(ENGLISH) as MessageId[]).map((id) => {
  const samples: Partial<Record<MessageId, object>> = SAMPLES
  return { id, params: samples[id] ?? {} } as Message
})

/** What of a text is no name, in small letters: names have a capital letter, a digit, or stand here. */
function wordsOf(text: string): readonly string[] {
  const names = /https?:\S+|acs:[\w:]+\/<name>|\w+:\w+|CMK_ACCOUNTS|rd:|actiontrail|profile|min\b/g
  return [...text.replace(names, '').matchAll(/(?<![\w.-])[a-z]{2,}(?![\w.-])/g)].map(([word]) => word)
}

function saidParams(text: string, params: Message['params'], language: Language): void {
  const told = (param: unknown): void => {
    if (param === null) return
    if (Array.isArray(param)) for (const each of param) told(each)
    else expect(text).toContain(isMessage(param) ? textIn(param, language) : String(param))
  }
  for (const [name, param] of Object.entries(params)) {
    if (name === 'client') told(clientName(param, language))
    else if (!WORDS.includes(name)) told(param)
  }
}

describe('a message', () => {
  describe.each(LANGUAGES)('in %s', (language) => {
    it.each(ALL)('$id says all of its params', (each) => {
      const text = textIn(each, language)
      expect(text).not.toMatch(/undefined|null|\[object|^\s|\s$| {2}/)
      saidParams(text, each.params, language)
    })
  })

  it.each(ALL)('$id is Chinese in Chinese, with the same names', (each) => {
    const [english, chinese] = [textIn(each, 'en'), textIn(each, 'zh')]
    const params = Object.values(each.params).filter((param) => typeof param === 'string')
    const own = params.reduce<string>((rest, param) => rest.replaceAll(param, ''), chinese)
    expect(wordsOf(own)).toEqual([])
    expect(chinese).not.toMatch(HALF_WIDTH)
    if (!NEUTRAL.includes(each.id)) expect(chinese).toMatch(/\p{Script=Han}/u)
    for (const [name] of english.matchAll(/CMK_\w+|ALIBABA_\w+|NO_PROXY|NODE_\w+|kms:\w+|sts:\w+|Aliyun\w+/g))
      expect(chinese).toContain(name)
  })

  it.each(LANGUAGES)('chooses words by its params in %s', (language) => {
    const about = (what: MessageParams['response-of-another']['what']) =>
      textIn(message('response-of-another', { host: 'h', what, reported: null }), language)
    const others = (['region', 'account', 'key', 'secret', 'period', 'page'] as const).map(about)
    expect(new Set(others).size).toBe(others.length)
    const of = (what: 'region' | 'account') =>
      textIn(message('trail-contradicts', { region: 'cn-hangzhou', what, name: 'x' }), language)
    expect(of('region')).not.toBe(of('account'))
  })

  it.each([
    [
      message('days-unread', { days: 1, reasons: [], left: null }),
      '1 day of events is not read yet',
      '尚有 1 天的事件未读取',
    ],
    [
      message('days-unread', {
        days: 3,
        reasons: [message('budget-used-up'), 'LookupEvents: Timeout'],
        left: message('hours-left', { hours: 2.54 }),
      }),
      '3 days of events are not read yet: the nightly budget is used up; LookupEvents: Timeout; about 2.5 h more of reading',
      '尚有 3 天的事件未读取：每晚的时间预算已用完；LookupEvents: Timeout；预计还需读取 2.5 小时',
    ],
    [
      message('call-failed', { service: 'sts', action: 'AssumeRole', region: '', code: 'NoPermission' }),
      'sts AssumeRole: NoPermission',
      'sts AssumeRole：NoPermission',
    ],
    [
      message('allow-call', { permission: 'sts:GetCallerIdentity', policy: null }),
      'Allow the caller sts:GetCallerIdentity in RAM.',
      '请在 RAM 中授予调用者 sts:GetCallerIdentity 权限。',
    ],
    [
      message('no-simulated-address', { service: 'sts', region: '' }),
      'CMK_ENDPOINTS points to a simulated cloud and has no address for sts: add it.',
      'CMK_ENDPOINTS 指向模拟云，但其中没有 sts 的地址：请补充。',
    ],
    [
      message('check-trail-address', { region: 'cn-hangzhou', host: null }),
      'Check the address of actiontrail for cn-hangzhou in CMK_ENDPOINTS (it is absent), and whose events it returns; the next run rereads what is not proven.',
      '请检查 CMK_ENDPOINTS 中 cn-hangzhou 的 actiontrail 地址（目前没有），以及它返回的是谁的事件；未经证实的部分会在下次运行时重新读取。',
    ],
  ])('$id leaves out what there is not', (each, english, chinese) => {
    expect(textIn(each, 'en')).toBe(english)
    expect(textIn(each, 'zh')).toBe(chinese)
  })
})

describe('a text that was stored', () => {
  it.each(LANGUAGES)('is shown as it is in %s where an older version wrote a sentence', (language) => {
    const sentence = 'Check ALIBABA_CLOUD_ACCESS_KEY_ID.'
    expect(textIn(sentence, language)).toBe(sentence)
  })

  it.each(['of-a-newer-version', 'toString', '__proto__'])(
    'is not lost where this version does not know it: %s',
    (id) => {
      const text = { id, params: { code: 'Forbidden.RAM' } } as unknown as Text
      for (const language of LANGUAGES) expect(textIn(text, language)).toBe(JSON.stringify(text))
    },
  )

  it('is the same once it was written and read', () => {
    for (const each of ALL) expect(JSON.parse(JSON.stringify(each))).toEqual(each)
  })

  it('is listed once', () => {
    const texts = [message('run-again'), 'Run again.', message('run-again'), message('set-clock'), 'Run again.']
    expect(distinctTexts(texts)).toEqual([message('run-again'), 'Run again.', message('set-clock')])
  })
})

describe('what programs are given', () => {
  it('has sentences for messages, however deep, and nothing else is changed', () => {
    const value = {
      ...{ id: 'key-1', fatal: false, none: null, count: 3, advice: message('set-clock'), message: 'as it is' },
      findings: [{ data: { reasons: [message('reasons', { reasons: [message('budget-used-up'), 'x'] })], n: 1 } }],
    }
    expect(inEnglish(value)).toEqual({
      ...{ id: 'key-1', fatal: false, none: null, count: 3, message: 'as it is' },
      advice: 'Set the clock of this machine.',
      findings: [{ data: { reasons: ['the nightly budget is used up; x'], n: 1 } }],
    })
  })
})

const KINDS: readonly FaultKind[] = [
  'throttled',
  'timeout',
  'network',
  'denied',
  'not-found',
  'invalid',
  'server',
  'bad-response',
  'contradiction',
  'expired-token',
  'unreachable',
  'aborted',
]
const CODES = [
  'Forbidden.NoPermission',
  'InvalidTimeStamp.Expired',
  'InvalidAccessKeyId.NotFound',
  'SignatureDoesNotMatch',
  'InvalidSecurityToken.Mismatch',
  'Forbidden.KMSNotEnabled',
  'Forbidden.UserInDebt',
  'ProxyAuthRequired',
]

describe('what a failed call leaves', () => {
  const faults = KINDS.flatMap((kind) =>
    CODES.flatMap((code) =>
      (['kms', 'actiontrail', 'sts'] as const).map((service): Fault => {
        return { service, action: service === 'sts' ? 'AssumeRole' : 'ListKeys', region: 'cn-hangzhou', kind, code }
      }),
    ),
  )

  it('is a message, and a sentence in the error itself', () => {
    for (const fault of faults) {
      const { summary, advice, message: said } = new CloudError(fault)
      expect(summary).toEqual(message('call-failed', { ...pick(fault), code: fault.code }))
      expect(said).toContain(textIn(summary, 'en'))
      expect(said).toContain(textIn(advice, 'en'))
    }
    const advice = distinctTexts(faults.map((fault) => new CloudError(fault).advice))
    expect(advice.length).toBeGreaterThan(20)
    expect(new Set(advice.map((each) => textIn(each, 'zh'))).size).toBe(advice.length)
  })

  it.each([
    'ProxyUnreachable',
    'ProxyAuthRequired',
    'ProxyRefused',
    'ProxyCannotConnect',
    'ProxyBadAnswer',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'ECONNRESET',
  ])('names the proxy that stands in between: %s', (code) => {
    const advice = proxyAdvice(code, { host: 'proxy.corp', port: 3128, isSecure: false, ...PROXY })
    expect(advice?.params).toEqual(PROXY)
  })
})

function pick({ service, action, region }: Fault) {
  return { service, action, region }
}
