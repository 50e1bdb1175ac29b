import type { Language } from '../../../shared/domain/language.ts'

/** The words of the forms by which people decide about a key. */
export interface DecisionFormMessages {
  readonly none: string
  readonly notHere: string
  readonly owner: string
  readonly ownerName: string
  readonly waive: string
  readonly waiveAbout: string
  readonly finding: string
  readonly keys: string
  readonly keysAbout: string
  readonly keyNames: string
  readonly client: string
  readonly clientAbout: string
  readonly language: string
  readonly caller: string
  readonly batches: string
  readonly batchState: string
  readonly state: string
  readonly ticket: string
  readonly windowFrom: (zone: string) => string
  readonly windowTo: (zone: string) => string
  readonly withdraw: string
  readonly by: string
  readonly why: string
  readonly until: string
  readonly untilOrEver: string
  readonly token: string
  readonly submit: string
  readonly refused: string
}

const EN: DecisionFormMessages = {
  none: 'Nobody has decided anything about this key.',
  notHere: 'Nobody may decide on this page: CMK_STATE_TOKEN is not set. The command state does the same.',
  owner: 'Name the owner',
  ownerName: 'Owner',
  waive: 'Take note of a finding',
  waiveAbout: 'It is shown beside the verdict and never changes it.',
  finding: 'Finding',
  keys: 'Say which keys a caller used',
  keysAbout:
    'For calls whose events do not say which key it was. It is evidence from the next audit on, with your name.',
  keyNames: 'Keys (ids, ARNs or aliases, comma separated)',
  client: 'Say in which language a caller is written',
  clientAbout: 'For callers whose user agent reveals none. It is evidence from the next audit on, with your name.',
  language: 'Language',
  caller: 'Caller',
  batches: 'How far the batches are',
  batchState: 'Record how far it is',
  state: 'State',
  ticket: "Ticket number (the vendor's)",
  windowFrom: (zone) => `Agreed window from (${zone})`,
  windowTo: (zone) => `to (${zone})`,
  withdraw: 'Withdraw',
  by: 'Your name',
  why: 'Why',
  until: 'Last day on which it holds',
  untilOrEver: 'Last day (none: until withdrawn)',
  token: 'Token (CMK_STATE_TOKEN)',
  submit: 'Decide',
  refused: 'Nothing was written.',
}

const ZH: DecisionFormMessages = {
  none: '尚无关于此密钥的人工决定。',
  notHere: '此页面不可提交决定：未设置 CMK_STATE_TOKEN。可改用 state 命令。',
  owner: '指定负责人',
  ownerName: '负责人',
  waive: '标记某项发现为已知悉',
  waiveAbout: '仅显示在结论旁，不会改变结论。',
  finding: '发现',
  keys: '说明某调用方使用了哪些密钥',
  keysAbout: '适用于事件未记录所用密钥的调用。自下次审计起作为依据，并注明您的姓名。',
  keyNames: '密钥（ID、ARN 或别名，以英文逗号分隔）',
  client: '说明某调用方的开发语言',
  clientAbout: '适用于 User-Agent 无法识别开发语言的调用方。自下次审计起作为依据，并注明您的姓名。',
  language: '开发语言',
  caller: '调用方',
  batches: '批次进展',
  batchState: '记录进展',
  state: '状态',
  ticket: '工单号（阿里云提供）',
  windowFrom: (zone) => `约定窗口开始（${zone}）`,
  windowTo: (zone) => `约定窗口结束（${zone}）`,
  withdraw: '撤回',
  by: '您的姓名',
  why: '原因',
  until: '有效期最后一天',
  untilOrEver: '有效期最后一天（不填则至撤回为止）',
  token: '令牌（CMK_STATE_TOKEN）',
  submit: '提交决定',
  refused: '未写入任何内容。',
}

const CATALOGUE: Readonly<Record<Language, DecisionFormMessages>> = { en: EN, zh: ZH }

export function decisionFormMessagesFor(language: Language): DecisionFormMessages {
  return CATALOGUE[language]
}
