import type { EntryKind } from '../domain/history-entries/entry.ts'
import type { Language } from '../domain/language.ts'

/** The words about what changed. */
export interface HistoryMessages {
  readonly title: string
  readonly link: string
  readonly none: string
  readonly key: string
  readonly since: string
  readonly kind: string
  readonly all: string
  readonly kinds: Readonly<Record<EntryKind, string>>
  readonly older: string
  readonly newest: string
  readonly nothingBefore: string
  /** Before and after a person's name and reason. */
  readonly by: (name: string) => string
  readonly until: (time: string) => string
}

const EN: HistoryMessages = {
  title: 'What changed',
  link: 'History',
  none: 'Nothing changed here.',
  key: 'Key (id, ARN or alias)',
  since: 'Since',
  kind: 'Kind',
  all: 'all',
  kinds: { verdict: 'verdicts', decision: "people's decisions" },
  older: 'Older',
  newest: 'Newest',
  nothingBefore: 'nothing',
  by: (name) => `by ${name}`,
  until: (time) => `until ${time}`,
}

const ZH: HistoryMessages = {
  title: '变更记录',
  link: '变更记录',
  none: '此处没有变更。',
  key: '密钥（ID、ARN 或别名）',
  since: '起始日期',
  kind: '类型',
  all: '全部',
  kinds: { verdict: '结论变更', decision: '人工决定' },
  older: '更早',
  newest: '最新',
  nothingBefore: '无',
  by: (name) => `决定人：${name}`,
  until: (time) => `有效期至 ${time}`,
}

const CATALOGUE: Readonly<Record<Language, HistoryMessages>> = { en: EN, zh: ZH }

export function historyMessagesFor(language: Language): HistoryMessages {
  return CATALOGUE[language]
}
