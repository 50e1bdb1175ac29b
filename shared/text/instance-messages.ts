import type { InstanceKind } from '../domain/instances/instance-kind.ts'
import type { Quota } from '../domain/instances/kms-instance.ts'
import type { Language } from '../domain/language.ts'
import { grouped } from './numbers.ts'

/** The words about KMS instances. */
export interface InstanceMessages {
  readonly destinations: string
  /** Of the instances that no key of the plan moves to. */
  readonly others: string
  readonly none: string
  readonly accounts: string
  readonly name: string
  readonly status: string
  readonly kind: string
  readonly kinds: Readonly<Record<InstanceKind, string>>
  readonly keys: string
  readonly secrets: string
  readonly qps: string
  readonly ends: string
  readonly vpcs: string
  readonly unread: string
  readonly problem: string
  readonly check: string
  readonly advice: string
  readonly toBuy: string
  readonly fits: string
  /** `used` null: nobody knows. */
  readonly usedOf: (used: string | null, quota: string) => string
  readonly buy: (kind: string, keys: string, secrets: string, qps: string | null) => string
}

const EN: InstanceMessages = {
  destinations: 'Destinations',
  others: 'Other KMS instances',
  none: 'no destination yet',
  accounts: 'Accounts',
  name: 'Name',
  status: 'Status',
  kind: 'Kind',
  kinds: { software: 'software', hardware: 'hardware' },
  keys: 'Keys',
  secrets: 'Secrets',
  qps: 'Calls a second',
  ends: 'Ends',
  vpcs: 'VPCs',
  unread: 'Not read',
  problem: 'Does not fit',
  check: 'To check',
  advice: 'To do',
  toBuy: 'To buy',
  fits: 'Nothing stands against it, as far as is known.',
  usedOf: (used, quota) => `${used ?? 'unknown'} of ${quota} used`,
  buy: (kind, keys, secrets, qps) =>
    `${kind}, ${keys} keys, ${secrets} secrets${qps === null ? '' : `, ${qps} calls a second`}`,
}

const ZH: InstanceMessages = {
  destinations: '目标实例',
  others: '其他 KMS 实例',
  none: '尚无目标实例',
  accounts: '账号',
  name: '名称',
  status: '状态',
  kind: '类型',
  kinds: { software: '软件密钥管理实例', hardware: '硬件密钥管理实例' },
  keys: '密钥',
  secrets: '凭据',
  qps: '计算性能（次/秒）',
  ends: '到期时间',
  vpcs: 'VPC',
  unread: '未读取',
  problem: '不满足',
  check: '需确认',
  advice: '建议',
  toBuy: '建议购买',
  fits: '就目前所知，没有不满足之处。',
  usedOf: (used, quota) => `已用 ${used ?? '未知'}，共 ${quota}`,
  buy: (kind, keys, secrets, qps) =>
    `${kind}，密钥 ${keys} 个，凭据 ${secrets} 个${qps === null ? '' : `，每秒 ${qps} 次`}`,
}

const CATALOGUE: Readonly<Record<Language, InstanceMessages>> = { en: EN, zh: ZH }

/** The words about KMS instances in a language. */
export function instanceMessagesFor(language: Language): InstanceMessages {
  return CATALOGUE[language]
}

/** `12 of 1,000 used`; empty where nothing was told. */
export function quotaText({ quota, used }: Quota, language: Language): string {
  if (quota === null) return ''
  return instanceMessagesFor(language).usedOf(used === null ? null : grouped(used), grouped(quota))
}
