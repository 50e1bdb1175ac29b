import type { Language } from '../domain/language.ts'
import type { PlannedWindow, Weekday } from '../domain/plan/plan.ts'
import { weekdayOf } from '../domain/plan/slots.ts'
import { localTime } from './dates.ts'
import { grouped } from './numbers.ts'
import type { ReportContext } from './reader.ts'

/** The words about a plan. */
export interface PlanMessages {
  readonly title: string
  readonly link: string
  readonly none: string
  readonly summary: (batches: number, keys: number, left: number) => string
  readonly keys: (count: number) => string
  readonly secrets: (count: number) => string
  readonly destination: string
  readonly noDestination: string
  readonly environment: string
  readonly account: string
  readonly region: string
  readonly window: string
  readonly noWindow: string
  readonly expected: (calls: string) => string
  readonly evidence: (weeks: number) => string
  readonly noEvidence: string
  readonly state: string
  readonly why: string
  readonly left: string
  readonly moreLeft: (count: string) => string
  readonly weekdays: Readonly<Record<Weekday, string>>
}

const EN: PlanMessages = {
  title: 'Migration plan',
  link: 'Migration plan',
  none: 'No key is ready: there is nothing to plan.',
  summary: (batches, keys, left) =>
    `${grouped(keys)} ready ${keys === 1 ? 'key' : 'keys'} in ${grouped(batches)} ${batches === 1 ? 'batch' : 'batches'}; ${grouped(left)} ${left === 1 ? 'key is' : 'keys are'} left`,
  keys: (count) => `Keys (${count})`,
  secrets: (count) => `Secrets (${count})`,
  destination: 'Destination',
  noDestination: 'none configured',
  environment: 'Environment',
  account: 'Account',
  region: 'Region',
  window: 'Window',
  noWindow: 'none',
  expected: (calls) => `${calls} calls expected`,
  evidence: (weeks) => `${weeks} ${weeks === 1 ? 'week' : 'weeks'} of evidence`,
  noEvidence: 'how quiet it is nobody knows',
  state: 'State',
  why: 'Why so',
  left: 'Left for now',
  moreLeft: (count) => `and ${count} more`,
  weekdays: {
    Monday: 'Monday',
    Tuesday: 'Tuesday',
    Wednesday: 'Wednesday',
    Thursday: 'Thursday',
    Friday: 'Friday',
    Saturday: 'Saturday',
    Sunday: 'Sunday',
  },
}

const ZH: PlanMessages = {
  title: '迁移计划',
  link: '迁移计划',
  none: '没有可迁移的密钥，无需计划。',
  summary: (batches, keys, left) =>
    `${grouped(keys)} 个可迁移的密钥分为 ${grouped(batches)} 批；另有 ${grouped(left)} 个密钥暂不迁移`,
  keys: (count) => `密钥（${count}）`,
  secrets: (count) => `凭据（${count}）`,
  destination: '目标实例',
  noDestination: '未配置',
  environment: '环境',
  account: '账号',
  region: '地域',
  window: '时间窗',
  noWindow: '无',
  expected: (calls) => `预计 ${calls} 次调用`,
  evidence: (weeks) => `依据 ${weeks} 周的观察`,
  noEvidence: '没有该时段的观察数据',
  state: '进度',
  why: '安排理由',
  left: '暂不迁移',
  moreLeft: (count) => `另有 ${count} 个`,
  weekdays: {
    Monday: '星期一',
    Tuesday: '星期二',
    Wednesday: '星期三',
    Thursday: '星期四',
    Friday: '星期五',
    Saturday: '星期六',
    Sunday: '星期日',
  },
}

const CATALOGUE: Readonly<Record<Language, PlanMessages>> = { en: EN, zh: ZH }

/** The words about a plan in a language. */
export function planMessagesFor(language: Language): PlanMessages {
  return CATALOGUE[language]
}

/** `Sunday 2026-12-06 03:00 – 05:00` on the clocks of the reader. */
export function windowText(window: Pick<PlannedWindow, 'from' | 'to'>, { language, timezone }: ReportContext): string {
  const from = localTime(window.from, timezone)
  const to = localTime(window.to, timezone)
  const weekday = planMessagesFor(language).weekdays[weekdayOf(from.slice(0, 10))]
  return `${weekday} ${from} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`
}

/** `12 calls expected · 12 weeks of evidence`; of an agreed window there may be none. */
export function evidenceText({ expectedCalls, weeksOfEvidence }: PlannedWindow, language: Language): string {
  const messages = planMessagesFor(language)
  if (weeksOfEvidence === 0) return messages.noEvidence
  return `${messages.expected(grouped(expectedCalls))} · ${messages.evidence(weeksOfEvidence)}`
}
