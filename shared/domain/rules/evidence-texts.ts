import type { Language } from '../language.ts'
import { textIn } from '../messages/text-in.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, numberOf, textOf, textsOf } from './finding-data.ts'
import { listed } from './phrases.ts'
import type { RuleTexts } from './rule.ts'

/** The texts of `evidence-incomplete`: which evidence is missing, from when to when, and how to get it. */
export const evidenceTexts: Readonly<Record<Language, RuleTexts>> = {
  en: {
    title: 'Evidence incomplete',
    message: (data) =>
      sentences(' ', [
        hasUnread(data) &&
          `Key facts not read: ${listed(listOf(data, 'unread'), 0, 'en')}${reasonsOf(data, 'unreadReasons', 'en')}.`,
        hasGaps(data) &&
          `Events were not read completely from ${gapsOf(data, 'en')}${reasonsOf(data, 'reasons', 'en')}.`,
        isEmpty(data) &&
          `Nothing could be observed yet: the key was created at or after ${textOf(data, 'to')}, where the window of this run ends.`,
      ]),
    action: (data) =>
      sentences(' ', [
        isDenied(data) && `Grant the auditing RAM role ${listed(listOf(data, 'grants'), 0, 'en')}.`,
        hasUnread(data) && 'The next run reads the facts again.',
        hasGaps(data) &&
          'The next run resumes where this one stopped. If there are more events than a run can read, give it more time with ' +
            'CMK_TRAIL_BUDGET_MINUTES.',
        isEmpty(data) && 'The next run covers it.',
      ]),
  },
  zh: {
    title: '证据不完整',
    message: (data) =>
      sentences('', [
        hasUnread(data) &&
          `未能读取的密钥信息：${listed(listOf(data, 'unread'), 0, 'zh')}${reasonsOf(data, 'unreadReasons', 'zh')}。`,
        hasGaps(data) && `以下时间段的事件未完整读取：${gapsOf(data, 'zh')}${reasonsOf(data, 'reasons', 'zh')}。`,
        isEmpty(data) && `密钥创建时间不早于本次运行的截止时间 ${textOf(data, 'to')}，尚无可观察的数据。`,
      ]),
    action: (data) =>
      sentences('', [
        isDenied(data) && `请为审计使用的 RAM 角色授予 ${listed(listOf(data, 'grants'), 0, 'zh')} 权限。`,
        hasUnread(data) && '下次运行会重新读取这些信息。',
        hasGaps(data) &&
          '下次运行会从中断处继续读取。如果事件过多，一次运行难以读完，请调大 CMK_TRAIL_BUDGET_MINUTES。',
        isEmpty(data) && '下次运行即可观察到该密钥。',
      ]),
  },
}

function sentences(space: string, parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(space)
}

function hasUnread(data: FindingData): boolean {
  return listOf(data, 'unread').length > 0
}

function hasGaps(data: FindingData): boolean {
  return listOf(data, 'gaps').length > 0
}

function isDenied(data: FindingData): boolean {
  return listOf(data, 'grants').length > 0
}

function isEmpty(data: FindingData): boolean {
  return numberOf(data, 'emptyWindow') === 1
}

const UNTIL: Readonly<Record<Language, string>> = { en: ' to ', zh: ' 至 ' }

/** Gaps are kept as ISO 8601 intervals, `<from>/<to>`. */
function gapsOf(data: FindingData, language: Language): string {
  const intervals = listOf(data, 'gaps').map((gap) => gap.replace('/', UNTIL[language]))
  return listed(intervals, numberOf(data, 'moreGaps'), language)
}

function reasonsOf(data: FindingData, name: 'reasons' | 'unreadReasons', language: Language): string {
  const said = textsOf(data, name).map((reason) => textIn(reason, language))
  const reasons = listed(said, name === 'reasons' ? numberOf(data, 'moreReasons') : 0, language)
  return reasons === '' ? '' : IN_BRACKETS[language](reasons)
}

const IN_BRACKETS: Readonly<Record<Language, (reasons: string) => string>> = {
  en: (reasons) => ` (${reasons})`,
  zh: (reasons) => `（原因：${reasons}）`,
}
