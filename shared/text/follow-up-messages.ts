import type { Forecast } from '../domain/forecast/forecast.ts'
import type { Language } from '../domain/language.ts'
import { grouped } from './numbers.ts'

/** The words about what people decided, what they have to do, and when all is done. */
export interface FollowUpMessages {
  /** The list of the week: who has to do what by when. */
  readonly tasks: string
  readonly by: (day: string) => string
  readonly undated: string
  /** A day that is past. */
  readonly since: (day: string) => string
  readonly rotation: string
  readonly support: string
  /** Of keys that moved. */
  readonly failing: string
  readonly oldEntry: string
  readonly rotationOn: string
  readonly spoiled: string
  readonly window: (from: string, to: string) => string
  readonly windowOver: string
  readonly windowMissing: string
  readonly ticketMissing: string
  readonly decision: string
  readonly batch: string
  readonly ticket: string
  readonly noTicket: string
  readonly moreKeys: (count: number) => string
  readonly keys: (count: number) => string
  /** Before the people that a message calls. */
  readonly called: string
  readonly ofOwner: string
  readonly noKeyOfOwner: string
  readonly ofAccount: string
  readonly noKeyOfAccount: string
  readonly leftPlan: string
  readonly spoiledBatches: string
  /** In the first lines. */
  readonly spoiledInShort: (keys: number, batches: number) => string
  readonly spoiledReason: string
  readonly spoiledToDo: string
  readonly states: Readonly<Record<'requested' | 'window-agreed', string>>
  /** What is left to do for keys of a batch under way. */
  readonly requestedToDo: Readonly<Record<'requested' | 'window-agreed', string>>
  readonly expiring: string
  readonly expiresOn: (day: string) => string
  readonly expiredOn: (day: string) => string
  readonly decidedBy: string
  readonly waiver: string
  readonly ownerDecision: string
  readonly statement: string
  readonly statementToDo: string
  readonly forecast: string
  readonly dated: (from: string, to: string) => string
  readonly noPace: string
  readonly far: string
  readonly grounds: (grounds: Exclude<Forecast, { state: 'done' }>) => string
  readonly ifReady: (keys: number) => string
}

const EN: FollowUpMessages = {
  tasks: 'This week: who has to do what by when',
  by: (day) => `by ${day}`,
  undated: 'no date',
  since: (day) => `since ${day}`,
  rotation: 'switch automatic rotation off, or the next rotation makes a second version',
  support: 'open a ticket with technical support',
  failing: 'calls fail since the move: mend the applications, and see that public access of the KMS instance is on',
  oldEntry: 'change the applications that still use the old entry point: it is closed then',
  rotationOn: 'switch automatic rotation on again in the KMS instance',
  spoiled: 'tell technical support that these keys must not be moved',
  window: (from, to) => `keys are moved ${from} – ${to}: be there, and check afterwards`,
  windowOver: 'the window is over: check the keys, and record that the batch is moved',
  windowMissing: 'agree on a window with technical support',
  ticketMissing: 'record the number of the ticket',
  decision: 'renew it or let it end',
  batch: 'batch',
  ticket: 'ticket',
  noTicket: 'no ticket number',
  moreKeys: (count) => `${grouped(count)} more ${count === 1 ? 'key' : 'keys'}`,
  keys: (count) => `${grouped(count)} ${count === 1 ? 'key' : 'keys'}`,
  called: 'Needed: ',
  ofOwner: 'Only keys of the owner ',
  noKeyOfOwner: 'No key names this owner.',
  ofAccount: 'Only keys of the account ',
  noKeyOfAccount: 'No key of this account is known.',
  leftPlan: 'Left the migration plan.',
  spoiledBatches: 'STOP: keys of requested batches must not be moved',
  spoiledInShort: (keys, batches) =>
    `STOP: ${EN.keys(keys)} of ${grouped(batches)} requested ${batches === 1 ? 'batch is' : 'batches are'} not ready any more: tell technical support before the window`,
  spoiledReason: 'These keys are not ready any more and have left the plan, and the request still names them.',
  spoiledToDo: 'Tell technical support under the ticket not to move them, and request a new batch.',
  states: { requested: 'requested', 'window-agreed': 'window agreed' },
  requestedToDo: {
    requested: 'Agree on a window with technical support; keep automatic rotation off until the keys have moved.',
    'window-agreed': 'Be there in the window, and check the keys afterwards; keep automatic rotation off until then.',
  },
  expiring: 'Decisions that end',
  expiresOn: (day) => `ends ${day}`,
  expiredOn: (day) => `ended ${day}`,
  decidedBy: 'by',
  waiver: 'waiver',
  ownerDecision: 'owner',
  statement: 'statement',
  statementToDo:
    'Renew statements before their end, or have the calls changed: calls after the end are open again, and keys become unknown.',
  forecast: 'Forecast',
  dated: (from, to) => `At the present pace the last key moves between ${from} and ${to}`,
  noPace: 'No pace yet: there is no date to name',
  far: 'At the present pace it takes more than two years',
  grounds: ({ days, moved, movingDays }) =>
    `${EN.keys(moved)} moved on ${grouped(movingDays)} of the last ${grouped(days)} ${days === 1 ? 'day' : 'days'}`,
  ifReady: (keys) => `if the ${grouped(keys)} that are not ready become so in time`,
}

const ZH: FollowUpMessages = {
  tasks: '本周待办：谁在何时之前做什么',
  by: (day) => `${day} 前`,
  undated: '未定日期',
  since: (day) => `自 ${day} 起`,
  rotation: '关闭自动轮转，否则下次轮转会产生第二个密钥版本',
  support: '向技术支持提交工单',
  failing: '迁移后调用失败：请修复业务应用，并确认 KMS 实例已开启公网访问',
  oldEntry: '改造仍在使用旧接入点的业务应用：届时旧接入点将关闭',
  rotationOn: '在 KMS 实例中重新开启自动轮转',
  spoiled: '通知技术支持不要迁移这些密钥',
  window: (from, to) => `${from} – ${to} 迁移：请值守并在迁移后验证`,
  windowOver: '窗口已过：请验证密钥，并将批次记录为已迁移',
  windowMissing: '与技术支持约定迁移窗口',
  ticketMissing: '记录工单号',
  decision: '续期，或任其到期',
  batch: '批次',
  ticket: '工单',
  noTicket: '无工单号',
  moreKeys: (count) => `另有 ${grouped(count)} 个密钥`,
  keys: (count) => `${grouped(count)} 个密钥`,
  called: '请关注：',
  ofOwner: '仅包含以下负责人的密钥：',
  noKeyOfOwner: '没有密钥标明该负责人。',
  ofAccount: '仅包含以下账号的密钥：',
  noKeyOfAccount: '尚未发现该账号的密钥。',
  leftPlan: '已退出迁移计划。',
  spoiledBatches: '请叫停：已申请的批次中有密钥不可迁移',
  spoiledInShort: (keys, batches) =>
    `请叫停：${grouped(batches)} 个已申请的批次中有 ${grouped(keys)} 个密钥不再可迁移，请在窗口开始前通知技术支持`,
  spoiledReason: '这些密钥不再可迁移，已退出迁移计划，但申请中仍包含它们。',
  spoiledToDo: '请通过工单通知技术支持不要迁移这些密钥，并重新申请批次。',
  states: { requested: '已申请', 'window-agreed': '已约定窗口' },
  requestedToDo: {
    requested: '请与技术支持约定迁移时间窗口；迁移完成前请保持自动轮转关闭。',
    'window-agreed': '请在窗口期间值守，并在迁移后检查密钥；在此之前请保持自动轮转关闭。',
  },
  expiring: '到期的决定',
  expiresOn: (day) => `${day} 到期`,
  expiredOn: (day) => `${day} 已到期`,
  decidedBy: '决定人',
  waiver: '豁免',
  ownerDecision: '负责人',
  statement: '说明',
  statementToDo: '请在说明到期前续期，或改造相应调用：到期之后的调用将重新无法归属，密钥会变为未知。',
  forecast: '完成时间预测',
  dated: (from, to) => `按目前进度，最后一个密钥将在 ${from} 至 ${to} 之间迁移完成`,
  noPace: '尚无进度可言，无法预测日期',
  far: '按目前进度需要两年以上',
  grounds: ({ days, moved, movingDays }) =>
    `最近 ${grouped(days)} 天中有 ${grouped(movingDays)} 天迁移了密钥，共 ${grouped(moved)} 个`,
  ifReady: (keys) => `前提是尚不可迁移的 ${grouped(keys)} 个密钥届时均可迁移`,
}

const CATALOGUES: Readonly<Record<Language, FollowUpMessages>> = { en: EN, zh: ZH }

/** The words in a language. */
export function followUpMessagesFor(language: Language): FollowUpMessages {
  return CATALOGUES[language]
}
