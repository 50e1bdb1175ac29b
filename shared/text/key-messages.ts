import type { UnreadFact } from '../domain/key.ts'
import type { Language } from '../domain/language.ts'
import type { ReadinessRow } from '../domain/readiness.ts'

/** What is shown of a key under the name of a field. */
export type LabelName =
  | UnreadFact['fact']
  | keyof Pick<ReadinessRow, 'arn' | 'owner' | 'rules' | 'checkedAt' | 'changedAt'>

/** The fixed words about one key. */
export interface KeyMessages {
  readonly where: string
  readonly owner: string
  readonly since: string
  readonly wasSince: (verdict: string) => string
  readonly decided: string
  readonly noRulePrevents: string
  readonly alsoFound: string
  readonly notJudged: string
  readonly didNotFire: string
  readonly coverage: string
  readonly complete: string
  readonly incomplete: string
  readonly unproven: string
  readonly gap: string
  readonly use: string
  readonly noUseSeen: (from: string, to: string) => string
  readonly calls: (calls: number, failures: number) => string
  readonly last: string
  readonly callers: string
  readonly moreCallers: (count: number) => string
  readonly facts: string
  readonly label: (name: LabelName) => string
  readonly notRead: string
  readonly tags: string
  readonly secrets: string
  readonly changes: string
  readonly firstSeen: string
}

const EN: KeyMessages = {
  where: 'Account and region',
  owner: 'Owner',
  since: 'Verdict since',
  wasSince: (verdict) => `Was ${verdict} since`,
  decided: 'Decided by',
  noRulePrevents: 'No rule prevents migration.',
  alsoFound: 'Also found',
  notJudged: 'Rules that could not be judged',
  didNotFire: 'Rules that did not fire',
  coverage: 'Coverage of the trail',
  complete: 'read completely',
  incomplete: 'not read completely',
  unproven: 'read, but from an unproven source',
  gap: 'Gap',
  use: 'Use',
  noUseSeen: (from, to) => `No use seen from ${from} to ${to}.`,
  calls: (calls, failures) => `${calls} ${calls === 1 ? 'call' : 'calls'}${failures > 0 ? `, ${failures} failed` : ''}`,
  last: 'last',
  callers: 'Callers',
  moreCallers: (count) => `and ${count} more`,
  facts: 'Facts',
  // As in JSON, csv and conditions.
  label: (name) => name,
  notRead: 'not read',
  tags: 'Tags',
  secrets: 'Secrets encrypted with it',
  changes: 'Changes',
  firstSeen: 'first seen',
}

const ZH_LABELS: Readonly<Record<LabelName, string>> = {
  keyState: '密钥状态',
  keySpec: '密钥规格',
  keyUsage: '密钥用途',
  origin: '密钥材料来源',
  automaticRotation: '自动轮转',
  versions: '密钥版本数',
  kmsInstanceId: 'KMS 实例 ID',
  createdAt: '创建时间',
  nextRotationAt: '下次轮转时间',
  protectionLevel: '保护级别',
  creatorType: '创建者类型',
  secrets: '凭据',
  aliases: '别名',
  arn: 'ARN',
  owner: '负责人',
  rules: '规则',
  checkedAt: '检查时间',
  changedAt: '结论始于',
}

const ZH: KeyMessages = {
  where: '账号和地域',
  owner: '负责人',
  since: '结论始于',
  wasSince: (verdict) => `曾为 ${verdict}，始于`,
  decided: '判定依据',
  noRulePrevents: '没有规则表明不可迁移。',
  alsoFound: '其他发现',
  notJudged: '无法判断的规则',
  didNotFire: '未触发的规则',
  coverage: '操作审计事件的覆盖范围',
  complete: '已完整读取',
  incomplete: '未完整读取',
  unproven: '已读取，但证据来源未经证实',
  gap: '缺口',
  use: '使用情况',
  noUseSeen: (from, to) => `${from} 至 ${to} 未见使用。`,
  calls: (calls, failures) => `调用 ${calls} 次${failures > 0 ? `，失败 ${failures} 次` : ''}`,
  last: '最近一次',
  callers: '调用方',
  moreCallers: (count) => `另有 ${count} 个`,
  facts: '密钥信息',
  label: (name) => ZH_LABELS[name],
  notRead: '未能读取',
  tags: '标签',
  secrets: '由其加密的凭据',
  changes: '变化记录',
  firstSeen: '首次发现',
}

const CATALOGUE: Readonly<Record<Language, KeyMessages>> = { en: EN, zh: ZH }

/** The words about one key in a language. */
export function keyMessagesFor(language: Language): KeyMessages {
  return CATALOGUE[language]
}
