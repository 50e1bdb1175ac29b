import type { Language } from '../domain/language.ts'
import type { Control, ScopeEvidence, SeenDays, SeenShape } from '../domain/scope-evidence.ts'
import { localTime } from './dates.ts'

/** What is said about the evidence of a scope. Moments come as the reader reads them. */
export interface EvidenceMessages {
  readonly title: string
  readonly caption: string
  readonly account: string
  readonly region: string
  readonly days: string
  readonly order: string
  readonly sources: string
  readonly control: string
  readonly missing: string
  readonly timeLeft: string
  readonly notes: string
  readonly probed: string
  readonly none: string
  readonly link: string
  readonly notNeeded: string
  readonly complete: string
  readonly unknownTime: string
  /** `88.5 of 90 days`. */
  readonly ofDays: (seen: number, days: number) => string
  readonly source: (source: SeenDays) => string
  readonly proven: (eventAt: string) => string
  readonly ownCalls: (at: string) => string
  readonly problem: Readonly<Record<NonNullable<Control['problem']>, string>>
  readonly notYet: string
  readonly duration: (seconds: number) => string
  /** What a probe found, in one sentence; `calls` were shown, of `of`. */
  readonly shape: (source: string, at: string, calls: number, of: number) => string
  readonly shapeProblem: Readonly<Record<NonNullable<SeenShape['problem']>, (operations: string) => string>>
  readonly untied: (operations: string) => string
  /** The picture of the days in words. */
  readonly bar: (seen: string, missing: string) => string
}

const EN: EvidenceMessages = {
  title: 'Evidence',
  caption:
    'What is known of the use of each region’s keys, where it was read, and what shows that the source is alive.',
  account: 'Account',
  region: 'Region',
  days: 'Days seen',
  order: 'Oldest to newest',
  sources: 'Read from',
  control: 'Positive control',
  missing: 'Missing',
  timeLeft: 'Time left',
  notes: 'Notes of the last run',
  probed: 'What events hold',
  none: 'No audit has read anything yet.',
  link: 'Evidence by region',
  notNeeded: 'no key needs it',
  complete: 'nothing',
  unknownTime: 'not known',
  ofDays: (seen, days) => `${seen} of ${days}`,
  source: ({ source, mode, days }) =>
    `${source ?? 'a version that did not say'}${mode === null ? '' : ` (${mode})`}: ${days}`,
  proven: (eventAt) => `proven; newest event ${eventAt}`,
  ownCalls: (at) => `own calls of ${at} found`,
  problem: {
    'no-event': 'no event at all: it may be blind',
    'own-calls-missing': 'this suite’s own calls are missing',
    'events-missing': 'events that it showed before are missing',
    contradiction: 'it shows events of another account or region',
  },
  notYet: 'not proven yet',
  duration: (seconds) =>
    seconds < 3_600 ? `about ${Math.ceil(seconds / 60)} min` : `about ${(seconds / 3_600).toFixed(1)} h`,
  shape: (source, at, calls, of) => `probed at ${at}: ${source} showed ${calls} of ${of} calls`,
  shapeProblem: {
    'operations-not-shown': (operations) => `it does not show ${operations}, and verdicts are unknown`,
    'agents-changed': (operations) =>
      `user agents of ${operations} are another program’s, and verdicts on use by applications are unknown`,
  },
  untied: (operations) => `events of ${operations} do not tell their key and count for every key`,
  bar: (seen, missing) => `Seen: ${seen}. Missing: ${missing}.`,
}

const ZH: EvidenceMessages = {
  title: '证据',
  caption: '各地域密钥使用记录的覆盖范围、来源，以及数据源有效性的依据。',
  account: '账号',
  region: '地域',
  days: '已读天数',
  order: '由旧到新',
  sources: '数据源',
  control: '数据源验证',
  missing: '缺失',
  timeLeft: '预计用时',
  notes: '上次运行的说明',
  probed: '事件内容',
  none: '尚无审计读取过数据。',
  link: '各地域的证据',
  notNeeded: '没有需要证据的密钥',
  complete: '无',
  unknownTime: '未知',
  ofDays: (seen, days) => `${seen} / ${days}`,
  source: ({ source, mode, days }) =>
    `${source ?? '未注明来源的旧版本'}${mode === null ? '' : ` ${mode}`}（${days} 天）`,
  proven: (eventAt) => `已证实；最新事件 ${eventAt}`,
  ownCalls: (at) => `已找到本程序 ${at} 的调用`,
  problem: {
    'no-event': '没有任何事件，数据源可能无效',
    'own-calls-missing': '缺少本程序自己的调用',
    'events-missing': '缺少此前出现过的事件',
    contradiction: '返回的是其他账号或地域的事件',
  },
  notYet: '尚未证实',
  duration: (seconds) =>
    seconds < 3_600 ? `约 ${Math.ceil(seconds / 60)} 分钟` : `约 ${(seconds / 3_600).toFixed(1)} 小时`,
  shape: (source, at, calls, of) => `${at} 探测：${source} 显示了 ${of} 次调用中的 ${calls} 次`,
  shapeProblem: {
    'operations-not-shown': (operations) => `未显示 ${operations}，相关结论为“未知”`,
    'agents-changed': (operations) => `${operations} 的 User-Agent 变成了其他程序的，涉及应用使用的结论为“未知”`,
  },
  untied: (operations) => `${operations} 的事件无法确定密钥，计入每一个可能的密钥`,
  bar: (seen, missing) => `已读：${seen}。缺失：${missing}。`,
}

const CATALOGUE: Readonly<Record<Language, EvidenceMessages>> = { en: EN, zh: ZH }

/** The words about evidence in a language. */
export function evidenceMessagesFor(language: Language): EvidenceMessages {
  return CATALOGUE[language]
}

interface EvidenceReader {
  readonly language: Language
  readonly timezone: string
}

/** `88.5 of 90`; that none is needed where no key is. */
export function daysText({ window, days, missingDays }: ScopeEvidence, { language }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  return window === null ? messages.notNeeded : messages.ofDays(Math.round((days - missingDays) * 10) / 10, days)
}

/** Whether, and by what, the source of a scope is known to be alive. */
export function controlText({ window, control }: ScopeEvidence, { language, timezone }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  if (window === null) return ''
  if (control.problem !== null) return messages.problem[control.problem]
  if (control.state !== 'proven' || control.eventAt === null) return messages.notYet
  const own = control.ownCallsAt === null ? [] : [messages.ownCalls(localTime(control.ownCallsAt, timezone))]
  return [messages.proven(localTime(control.eventAt, timezone)), ...own].join('; ')
}

/** The periods that are missing. */
export function missingText({ window, missing }: ScopeEvidence, { language, timezone }: EvidenceReader): string {
  if (window === null) return ''
  if (missing.length === 0) return evidenceMessagesFor(language).complete
  return missing.map(({ from, to }) => `${localTime(from, timezone)} – ${localTime(to, timezone)}`).join(', ')
}

/** About how long reading what is missing takes. */
export function timeLeftText({ window, missing, secondsLeft }: ScopeEvidence, { language }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  if (window === null || missing.length === 0) return ''
  return secondsLeft === null ? messages.unknownTime : messages.duration(secondsLeft)
}

/** What probes found of the sources, a sentence each. */
export function shapeTexts({ shape }: ScopeEvidence, { language, timezone }: EvidenceReader): readonly string[] {
  const messages = evidenceMessagesFor(language)
  return shape.map(({ source, at, problem, operations, untied, calls }) => {
    const shown = calls.filter((each) => each.shown === 'yes').length
    return [
      messages.shape(source, localTime(at, timezone), shown, calls.length),
      ...(problem === null ? [] : [messages.shapeProblem[problem](operations.join(', '))]),
      ...(untied.length === 0 ? [] : [messages.untied(untied.join(', '))]),
    ].join('; ')
  })
}

/** The sources, each with its days. */
export function sourcesText({ seen }: ScopeEvidence, { language }: EvidenceReader): string {
  return seen.map((each) => evidenceMessagesFor(language).source(each)).join(', ')
}
