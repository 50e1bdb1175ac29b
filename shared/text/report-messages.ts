import type { Language } from '../domain/language.ts'

/** The fixed words that only the report has. */
export interface ReportMessages {
  readonly totals: string
  readonly changes: string
  readonly keys: string
  readonly caption: string
  readonly leftOut: (left: string, kept: string) => string
  readonly filters: string
  readonly search: string
  readonly all: string
  readonly client: string
  readonly network: string
  readonly rule: string
  readonly region: string
  readonly account: string
  readonly owner: string
  readonly reset: string
  /** With `{shown}`, `{matching}` and `{total}`: the script puts numbers there. */
  readonly status: string
  readonly more: string
  readonly calls: string
  readonly lastUse: string
  readonly noUse: string
  readonly scopes: string
  readonly oldest: string
  readonly newest: string
  readonly stale: string
  readonly gapKeys: string
  /** `count`: accounts and regions that a page has no room for, as it is shown. */
  readonly moreScopes: (count: string) => string
  readonly operations: string
  readonly failures: string
  readonly lastSeen: string
  readonly principal: string
  readonly hours: string
  readonly hourOf: (hour: string, calls: number) => string
  readonly staleWas: (verdict: string) => string
  readonly moreAliases: (count: number) => string
  readonly noScript: string
  readonly made: string
  readonly changed: string
  readonly trend: string
  readonly noTrend: string
  readonly day: string
  readonly scope: string
  readonly noKeys: string
  readonly numbers: string
  readonly hour: string
  readonly busiestHour: (hour: string) => string
  readonly skip: string
  readonly overview: string
}

const EN: ReportMessages = {
  totals: 'Totals',
  changes: 'Changes of the day',
  keys: 'Keys',
  leftOut: (left, kept) =>
    `The report holds the ${kept} keys most in need of attention and leaves out ${left}. The dashboard shows all: npm run -s cli -- serve`,
  caption: 'Open a key to see what its verdict is based on.',
  filters: 'Filter the keys',
  search: 'Search id, alias, caller, tag, owner, event',
  all: 'all',
  client: 'Client',
  network: 'Network',
  rule: 'Rule',
  region: 'Region',
  account: 'Account',
  owner: 'Owner',
  reset: 'Clear filters',
  status: '{matching} of {total} keys match, {shown} shown',
  more: 'Show more',
  calls: 'Calls',
  lastUse: 'Last use seen',
  noUse: 'none seen',
  scopes: 'Accounts and regions',
  oldest: 'Oldest check',
  newest: 'Newest check',
  stale: 'Stale',
  gapKeys: 'Keys with gaps',
  moreScopes: (count) =>
    `${count} more accounts and regions are not listed here; the report and /api/summary have all of them.`,
  operations: 'Operations',
  failures: 'Failed',
  lastSeen: 'Last seen',
  principal: 'Caller',
  hours: 'Calls by hour of day',
  hourOf: (hour, calls) => `${hour}: ${calls}`,
  staleWas: (verdict) => `stale, was ${verdict}`,
  moreAliases: (count) => `and ${count} more`,
  noScript: 'Filters and sorting need JavaScript; everything else is below.',
  made: 'Made',
  changed: 'Changed',
  trend: 'Progress over time',
  noTrend: 'There is one day so far. The trend appears with the next nights.',
  day: 'Day',
  scope: 'Account and region',
  noKeys: 'No keys yet.',
  numbers: 'Numbers as a table',
  hour: 'Hour',
  busiestHour: (hour) => `The busiest hour is ${hour}`,
  skip: 'Skip to the keys',
  overview: 'Overview',
}

const ZH: ReportMessages = {
  totals: '汇总',
  changes: '当日变化',
  keys: '密钥',
  leftOut: (left, kept) =>
    `报告只包含最需要处理的 ${kept} 个密钥，另有 ${left} 个未列出。控制台显示全部：npm run -s cli -- serve`,
  caption: '展开密钥可查看结论的依据。',
  filters: '筛选密钥',
  search: '搜索 ID、别名、调用方、标签、负责人、事件',
  all: '全部',
  client: '客户端',
  network: '网络',
  rule: '规则',
  region: '地域',
  account: '账号',
  owner: '负责人',
  reset: '清除筛选',
  status: '共 {total} 个密钥，符合条件 {matching} 个，显示 {shown} 个',
  more: '显示更多',
  calls: '调用次数',
  lastUse: '最近使用',
  noUse: '未见使用',
  scopes: '账号和地域',
  oldest: '最早检查',
  newest: '最近检查',
  stale: '已过期',
  gapKeys: '有缺口的密钥',
  moreScopes: (count) => `另有 ${count} 个账号和地域未在此列出；报告和 /api/summary 中有全部数据。`,
  operations: '操作',
  failures: '失败',
  lastSeen: '最近一次',
  principal: '调用方',
  hours: '按小时统计的调用次数',
  hourOf: (hour, calls) => `${hour}：${calls} 次`,
  staleWas: (verdict) => `已过期，原为 ${verdict}`,
  moreAliases: (count) => `另有 ${count} 个`,
  noScript: '筛选和排序需要 JavaScript；其余内容均在下方。',
  made: '生成时间',
  changed: '结论变化',
  trend: '进展趋势',
  noTrend: '目前只有一天的数据，后续各晚将形成趋势。',
  day: '日期',
  scope: '账号和地域',
  noKeys: '暂无密钥。',
  numbers: '以表格查看数字',
  hour: '小时',
  busiestHour: (hour) => `最繁忙的小时：${hour}`,
  skip: '跳到密钥列表',
  overview: '概览',
}

const CATALOGUE: Readonly<Record<Language, ReportMessages>> = { en: EN, zh: ZH }

/** The words of the report in a language. */
export function reportMessagesFor(language: Language): ReportMessages {
  return CATALOGUE[language]
}
