import type { Language } from '../domain/language.ts'
import type { Control, SeenDays, SeenShape } from '../domain/scope-evidence.ts'

/** What is said about the evidence of a scope. Moments come as the reader reads them. */
export interface EvidenceMessages {
  readonly title: string
  readonly caption: string
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
  /** In the place of a source that a version read from which did not say. */
  readonly oldSource: string
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
  /** What the parts of the picture are. */
  readonly legend: {
    readonly title: string
    readonly seen: (source: string) => string
    readonly gap: string
    readonly unread: string
  }
  readonly unprovenTitle: string
  /** What it means that nothing proves a source yet, and what will. */
  readonly unproven: Readonly<Record<UnprovenWhy, string>>
  /** The scopes that something is said about, before it. */
  readonly about: (scopes: readonly string[]) => string
  /** Between the parts of a list, and between parts that are sentences. */
  readonly comma: string
  readonly semicolon: string
}

/** Why a source is not proven where the next run will tell. */
export type UnprovenWhy = 'not-yet' | 'no-event'

const EN: EvidenceMessages = {
  title: 'Evidence',
  caption:
    'What is known of the use of each region’s keys, where it was read, and what shows that the source is alive.',
  region: 'Region',
  days: 'Days seen',
  order: 'bar: oldest day at the left, newest at the right',
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
  oldSource: 'a version that did not say',
  source: ({ source, mode, days }) => `${source ?? EN.oldSource}${mode === null ? '' : ` (${mode})`}: ${days}`,
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
  legend: {
    title: 'What the bar shows',
    seen: (source) => `read from ${source}`,
    gap: 'gap: not read, though older days were',
    unread: 'not read yet',
  },
  unprovenTitle: 'Sources that are not proven yet',
  unproven: {
    'not-yet':
      '“Not proven yet” means that no run has read enough of the region to tell whether the source records it. Until then no event is no evidence, and no key of it becomes ready. The next audit settles it: the source is proven once it shows events of the region, and among them the calls of KMS that this suite itself made in earlier runs.',
    'no-event':
      '“No event at all” means that whether the source records the region cannot be told, and no key of it becomes ready. The next audit settles it: by then the source must show the calls of KMS that the last one made. If it does not, check the trail, and the address of actiontrail in CMK_ENDPOINTS.',
  },
  about: (scopes) => `${scopes.join(', ')}: `,
  comma: ', ',
  semicolon: '; ',
}

const ZH: EvidenceMessages = {
  title: '证据',
  caption: '各地域密钥使用记录的覆盖范围、来源，以及数据源有效性的依据。',
  region: '地域',
  days: '已读天数',
  order: '进度条：左侧为最早日期，右侧为最新日期',
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
  oldSource: '未注明来源的旧版本',
  source: ({ source, mode, days }) => `${source ?? ZH.oldSource}${mode === null ? '' : ` ${mode}`}（${days} 天）`,
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
  legend: {
    title: '图例',
    seen: (source) => `已读取，来源 ${source}`,
    gap: '缺口：更早的日期已读取，此处未读取',
    unread: '尚未读取',
  },
  unprovenTitle: '尚未证实的数据源',
  unproven: {
    'not-yet':
      '“尚未证实”表示：迄今的运行读取得还不够，无法判断数据源是否记录了该地域。在此之前，没有事件不能作为未被使用的证据，该地域的密钥不会判为“可迁移”。下次审计会给出结论：数据源中出现该地域的事件，且包含本程序此前发出的 KMS 调用，即为已证实。',
    'no-event':
      '“没有任何事件”表示：无法判断数据源是否记录了该地域，该地域的密钥不会判为“可迁移”。下次审计会给出结论：届时数据源中必须出现上次审计发出的 KMS 调用。如果仍未出现，请检查跟踪，以及 CMK_ENDPOINTS 中 actiontrail 的地址。',
  },
  about: (scopes) => `${scopes.join('，')}：`,
  comma: '，',
  semicolon: '；',
}

const CATALOGUE: Readonly<Record<Language, EvidenceMessages>> = { en: EN, zh: ZH }

/** The words about evidence in a language. */
export function evidenceMessagesFor(language: Language): EvidenceMessages {
  return CATALOGUE[language]
}
