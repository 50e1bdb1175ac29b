import type { Language } from '../../../shared/domain/language.ts'
import type { ErrorCode } from '../api/api-error.ts'

/** The fixed words that only the pages have. */
export interface PageMessages {
  readonly search: string
  readonly show: string
  readonly caption: string
  readonly matching: (matching: string, total: string) => string
  readonly noMatch: string
  readonly empty: string
  readonly pages: string
  readonly page: (page: number, pages: number) => string
  readonly previous: string
  readonly next: string
  readonly back: string
  readonly otherLanguage: string
  readonly evidence: string
  readonly rules: string
  readonly about: string
  readonly nothingFound: string
  readonly notJudged: string
  readonly notAsked: string
  readonly problem: (code: ErrorCode) => string
  /** What to do about it, where the error's own sentence, which is English, does not tell the reader. */
  readonly todo: (code: ErrorCode) => string | undefined
}

const EN: PageMessages = {
  search: 'Search id, alias, tag, owner, caller (press / to search)',
  show: 'Show',
  caption: 'Select a key to see everything its verdict is based on.',
  matching: (matching, total) => `${matching} of ${total} keys`,
  noMatch: 'No keys match these filters.',
  empty: 'The table holds no keys yet. Run the audit first.',
  pages: 'Pages',
  page: (page, pages) => `Page ${page} of ${pages}`,
  previous: 'Previous',
  next: 'Next',
  back: 'All keys',
  otherLanguage: '中文',
  evidence: 'Evidence',
  rules: 'Every rule',
  about: 'What it looks for',
  nothingFound: 'did not fire',
  notJudged: 'could not be judged',
  notAsked: 'not evaluated: no migration needed',
  problem: (code) => EN_PROBLEMS[code] ?? 'The page could not be rendered',
  todo: () => undefined,
}

const EN_PROBLEMS: Partial<Record<ErrorCode, string>> = {
  'bad-request': 'Invalid parameter in the URL',
  unauthorized: 'Sign in: any user name, and the token (CMK_API_TOKEN) as the password',
  'api-token-not-set': 'Nothing is served yet',
  'not-found': 'There is no such key',
  'ambiguous-key': 'Several keys have this name',
  'no-audit-yet': 'No audit has run yet',
  'store-busy': 'The table is busy; try again in a few seconds',
}

const ZH: PageMessages = {
  search: '搜索 ID、别名、标签、负责人、调用者（按 / 键定位到此处）',
  show: '显示',
  caption: '点击密钥可查看结论的全部依据。',
  matching: (matching, total) => `${matching} / ${total} 个密钥`,
  noMatch: '没有符合条件的密钥。',
  empty: '表中尚无密钥，请先运行审计。',
  pages: '分页',
  page: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
  previous: '上一页',
  next: '下一页',
  back: '全部密钥',
  otherLanguage: 'English',
  evidence: '依据',
  rules: '全部规则',
  about: '检查内容',
  nothingFound: '未触发',
  notJudged: '无法判断',
  notAsked: '未检查：该密钥无需迁移',
  problem: (code) => ZH_PROBLEMS[code] ?? '无法生成页面',
  todo: (code) => ZH_TODO[code] ?? '请稍后重试；若持续出现，请查看本服务的日志。',
}

const ZH_PROBLEMS: Partial<Record<ErrorCode, string>> = {
  'bad-request': '地址中的参数无效',
  unauthorized: '请登录：用户名任意，密码为令牌（CMK_API_TOKEN）',
  'api-token-not-set': '服务尚未启用',
  'not-found': '没有这个密钥',
  'ambiguous-key': '有多个密钥使用此名称',
  'no-audit-yet': '尚未运行过审计',
  'store-busy': '结果表正忙，请几秒后重试',
}

const ZH_TODO: Partial<Record<ErrorCode, string>> = {
  'bad-request': '请检查地址中的参数，或返回总览重新选择。',
  unauthorized: '请向部署本服务的人索取令牌。',
  'api-token-not-set': '部署者需要先设置 CMK_API_TOKEN。',
  'not-found': '请检查账号、地域以及密钥的 ID 或别名，或返回总览搜索；密钥也可能已被删除。',
  'method-not-allowed': '此页面只读，仅接受 GET 和 HEAD 请求。',
  'ambiguous-key': '请在地址中改用其中一个密钥的 ID：',
  'uri-too-long': '地址过长，请缩短搜索内容。',
  'no-audit-yet': '请先运行审计，然后重新打开此页面。',
  'store-busy': '请几秒后刷新页面。',
}

const CATALOGUE: Readonly<Record<Language, PageMessages>> = { en: EN, zh: ZH }

/** The words of the pages in a language. */
export function pageMessagesFor(language: Language): PageMessages {
  return CATALOGUE[language]
}
