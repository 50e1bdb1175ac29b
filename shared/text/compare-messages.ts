import type { ChangedSetting } from '../domain/compare/changed-settings.ts'
import type { Language } from '../domain/language.ts'
import { grouped } from './numbers.ts'

/** The words about what rule packs make of the same keys. */
export interface CompareMessages {
  readonly title: string
  readonly link: string
  readonly summary: (keys: number, differing: number) => string
  readonly none: string
  readonly totals: string
  readonly all: string
  readonly key: string
  readonly why: string
  readonly more: (count: number) => string
  readonly changed: (setting: ChangedSetting, scopes: string) => string
}

const EN: CompareMessages = {
  title: 'Rule packs compared',
  link: 'Rule packs',
  summary: (keys, differing) =>
    `${grouped(keys)} ${keys === 1 ? 'key' : 'keys'} judged by each pack; ${differing === 0 ? 'the packs agree on all' : `the packs differ on ${grouped(differing)}`}`,
  none: 'No key was judged by an audit yet.',
  totals: 'Verdicts by pack',
  all: 'all',
  key: 'Key',
  why: 'What makes the difference',
  more: (count) => `and ${grouped(count)} more: the command compare lists all`,
  changed: ({ setting, audited, now }, scopes) =>
    `${setting} was ${audited || 'not set'} in the audit of ${scopes}, and ${now || 'not set'} is used here: the table may show other verdicts by the same pack.`,
}

const ZH: CompareMessages = {
  title: '规则包对比',
  link: '规则包对比',
  summary: (keys, differing) =>
    `按各规则包判定 ${grouped(keys)} 个密钥；${differing === 0 ? '结论全部一致' : `其中 ${grouped(differing)} 个结论不同`}`,
  none: '尚无经审计判定的密钥。',
  totals: '各规则包的结论',
  all: '合计',
  key: '密钥',
  why: '差异原因',
  more: (count) => `另有 ${grouped(count)} 个：compare 命令可列出全部`,
  changed: ({ setting, audited, now }, scopes) =>
    `${scopes} 审计时 ${setting} 为 ${audited || '未设置'}，此处使用 ${now || '未设置'}：同一规则包下，表中的结论可能不同。`,
}

const CATALOGUES: Readonly<Record<Language, CompareMessages>> = { en: EN, zh: ZH }

export function compareMessagesFor(language: Language): CompareMessages {
  return CATALOGUES[language]
}

/** Accounts and regions that one line names. */
const SCOPES_NAMED = 3

/** That an audit judged by another setting than is used now. */
export function changedSettingText(changed: ChangedSetting, language: Language): string {
  const names = changed.scopes.map(({ accountId, region }) => `${accountId} ${region}`)
  const more = names.length - SCOPES_NAMED
  const named = names.slice(0, SCOPES_NAMED).join(language === 'zh' ? '、' : ', ')
  return CATALOGUES[language].changed(changed, more > 0 ? `${named} +${more}` : named)
}
