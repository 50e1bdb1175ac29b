import type { Language } from '../domain/verdict.ts'

/** The fixed words of digest, explanation and report; what a finding says comes from its rule. */
export interface Words {
  readonly title: string
  readonly rulePack: string
  readonly verdict: string
  readonly key: string
  readonly keys: (count: number) => string
  readonly checked: string
  readonly newlyReady: string
  readonly newlyReadyAll: (count: number) => string
  readonly noLongerReady: string
  readonly migrated: string
  readonly gone: string
  readonly firstSeen: string
  readonly otherChanges: string
  readonly noChanges: string
  readonly readyNow: string
  readonly blocked: string
  readonly supportRequired: string
  readonly actionRequired: string
  readonly unknown: string
  readonly none: string
  readonly calledBy: string
  readonly toDo: string
  readonly toKnow: string
  readonly source: string
  readonly events: string
  readonly byRegion: string
  readonly freshness: string
  readonly stale: (count: number) => string
  readonly gaps: string
  readonly gapsOf: (keys: number) => string
  readonly diagnostics: string
  readonly nothingJudged: string
  readonly refusedScopes: (count: number) => string
  readonly was: string
  readonly doesNotExist: string
  readonly neverAudited: string
  /** Followed by a time. */
  readonly nightMissed: string
  /** Followed by a time. */
  readonly nothingJudgedYet: string
  readonly notFinished: string
  readonly more: (count: number) => string
  readonly mayRepeat: string
  /** The name of a link to the dashboard or the report. */
  readonly everything: string
  readonly reportAttached: string
  readonly reportLeftOut: string
  /** What a night that is not over as it should be is called in a title. */
  readonly nightInShort: Readonly<Record<'unfinished' | 'nothing-judged' | 'missed' | 'never', string>>
}

const EN: Words = {
  title: 'CMK migration readiness',
  rulePack: 'rules',
  verdict: 'Verdict',
  key: 'Key',
  keys: (count) => `${count} ${count === 1 ? 'key' : 'keys'}`,
  checked: 'Checked',
  newlyReady: 'Newly ready',
  newlyReadyAll: (count) => `All ${count} that are ready are new today; they are listed below.`,
  noLongerReady: 'No longer ready',
  migrated: 'Migrated',
  gone: 'Gone',
  firstSeen: 'First seen',
  otherChanges: 'Other changes',
  noChanges: 'Nothing changed.',
  readyNow: 'Ready now',
  blocked: 'Blocked',
  supportRequired: 'Support required',
  actionRequired: 'Action required',
  unknown: 'Unknown',
  none: 'none',
  calledBy: 'Called by',
  toDo: 'To do',
  toKnow: 'To know it',
  source: 'Source',
  events: 'Events',
  byRegion: 'By account and region',
  freshness: 'Freshness',
  stale: (count) => `${count} not checked for 48 hours`,
  gaps: 'Gaps in the evidence',
  gapsOf: (keys) => `not read completely, for ${EN.keys(keys)}`,
  diagnostics: 'What could not be read',
  nothingJudged: 'nothing there could be judged',
  refusedScopes: (count) =>
    `${count} ${count === 1 ? 'account or region' : 'accounts or regions'} could not be judged at all; see the end.`,
  was: 'was',
  doesNotExist: 'does not exist any more',
  neverAudited:
    'Nothing has been audited yet: no run has begun and the table is empty. See to the timer of the audit and its log.',
  nightMissed:
    'Last night did not happen: no audit has begun in the last 26 hours. See to the timer of the audit and its log. What follows is as of ',
  nothingJudgedYet:
    'The last audit has judged nothing yet. See to its log if it should have ended by now. It speaks about ',
  notFinished: 'The last audit has not finished',
  more: (count) => `+${count} more`,
  mayRepeat: 'This digest may have been sent before: an earlier sending was not confirmed.',
  everything: 'Every key, with its evidence',
  reportAttached: 'Every key, with its evidence, is in the attached report. Open it in a browser.',
  reportLeftOut: 'The table is too large for an attached report: npm run -s cli -- report writes it as a file.',
  nightInShort: {
    unfinished: 'the last audit has not finished',
    'nothing-judged': 'the last audit has judged nothing yet',
    missed: 'last night did not happen',
    never: 'nothing has been audited yet',
  },
}

const ZH: Words = {
  title: 'CMK 迁移就绪情况',
  rulePack: '规则',
  verdict: '结论',
  key: '密钥',
  keys: (count) => `${count} 个密钥`,
  checked: '检查时间',
  newlyReady: '新增可迁移',
  newlyReadyAll: (count) => `可迁移的 ${count} 个密钥均为今日新增，见下方列表。`,
  noLongerReady: '不再可迁移',
  migrated: '已迁移',
  gone: '已不存在',
  firstSeen: '首次发现',
  otherChanges: '其他变化',
  noChanges: '没有变化。',
  readyNow: '当前可迁移',
  blocked: '不可迁移',
  supportRequired: '需技术支持',
  actionRequired: '需先处理',
  unknown: '未知',
  none: '无',
  calledBy: '调用方',
  toDo: '处理办法',
  toKnow: '如何得知',
  source: '依据',
  events: '事件',
  byRegion: '按账号和地域',
  freshness: '数据新鲜度',
  stale: (count) => `${count} 个超过 48 小时未检查`,
  gaps: '证据缺口',
  gapsOf: (keys) => `未完整读取，涉及 ${keys} 个密钥`,
  diagnostics: '未能读取的内容',
  nothingJudged: '该范围内无法判断任何密钥',
  refusedScopes: (count) => `有 ${count} 个账号或地域完全无法判断，详见末尾。`,
  was: '原为',
  doesNotExist: '已不存在',
  neverAudited: '尚未审计任何内容：没有运行记录，结果表为空。请检查审计的定时触发器及其日志。',
  nightMissed: '昨夜的审计没有运行：最近 26 小时内没有开始任何审计。请检查审计的定时触发器及其日志。以下内容截至 ',
  nothingJudgedYet: '最近一次审计尚未得出任何结论；如本应已结束，请查看其日志。审计时点为 ',
  notFinished: '最近一次审计尚未完成',
  more: (count) => `另有 ${count} 项`,
  mayRepeat: '本摘要可能已经发送过：此前的一次发送未得到确认。',
  everything: '查看全部密钥及证据',
  reportAttached: '全部密钥及证据见附件报告，请用浏览器打开。',
  reportLeftOut: '结果表过大，未附报告：可用 npm run -s cli -- report 写成文件。',
  nightInShort: {
    unfinished: '最近一次审计尚未完成',
    'nothing-judged': '最近一次审计尚未得出结论',
    missed: '昨夜的审计没有运行',
    never: '尚未审计任何内容',
  },
}

/** The fixed words in a language. */
export function wordsIn(language: Language): Words {
  return language === 'zh' ? ZH : EN
}
