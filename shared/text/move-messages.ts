import type { CallerState } from '../domain/after-move/after-move.ts'
import type { Language } from '../domain/language.ts'

/** The words about what becomes of a key's callers after it has moved. */
export interface MoveMessages {
  readonly title: string
  readonly moved: (after: string, by: string) => string
  readonly movedBy: (by: string) => string
  readonly closes: (at: string) => string
  readonly closed: (at: string) => string
  readonly keepSdk: string
  readonly incomplete: string
  readonly states: Readonly<Record<CallerState, string>>
  /** What a state means for who reads of it. */
  readonly about: Readonly<Record<CallerState, string>>
  readonly log: string
  readonly logStates: Readonly<Record<'read' | 'incomplete' | 'not-there' | 'not-asked', string>>
  readonly logAdvice: string
  readonly peak: (calls: string, at: string, average: string) => string
  readonly rotationOff: string
  readonly failingWith: (operations: string) => string
  readonly throughShared: (calls: number, failures: number) => string
  readonly throughInstance: (calls: number) => string
  readonly lastSeen: string
  readonly noCaller: string
  readonly caller: string
  readonly state: string
  readonly sharedCalls: string
  readonly failures: string
  readonly instanceCalls: string
  readonly needsAttention: (keys: number) => string
  readonly until: (day: string) => string
  /** The same in the last days. */
  readonly onlyUntil: (day: string) => string
  readonly since: (day: string) => string
  readonly left: (count: number, failing: number) => string
  readonly todo: string
  readonly todoKeepSdk: string
}

const EN: MoveMessages = {
  title: 'After the move',
  moved: (after, by) => `Moved between ${after} and ${by}: no event tells the moment.`,
  movedBy: (by) => `Moved before ${by}: no event tells the moment.`,
  closes: (at) => `The month for modifying applications ends at ${at}, at the earliest.`,
  closed: (at) => `The month for modifying applications ended at ${at}.`,
  keepSdk:
    'Applications may stay with the shared gateway; its public access has to be on for calls from outside of the bound VPCs.',
  incomplete: 'Events since the move are not read completely: somebody may be missing here.',
  states: {
    failing: 'failing',
    'shared-gateway': 'on the shared gateway',
    silent: 'not seen since',
    instance: 'gone over',
    'cloud-service': 'cloud service',
  },
  about: {
    failing:
      'Its calls fail since the move: public access of the KMS instance may not be on, which only its owner sees in the console.',
    'shared-gateway': 'Its calls still come through the shared gateway.',
    silent: 'Not seen since the move. That does not mean that it is done: ask its owner.',
    instance: 'Its calls come through the dedicated gateway, by the log of the KMS instance.',
    'cloud-service': 'Nothing has to change for it.',
  },
  log: 'Log of the KMS instance',
  logStates: {
    read: 'read',
    incomplete: 'not read completely',
    'not-there': 'not there, or not allowed to be read',
    'not-asked': 'not asked yet',
  },
  logAdvice:
    'Without it nothing shows calls through the dedicated gateway. It is bought with the KMS instance by storage, from 1,000 GB on, and cannot be given up again: this program never switches it on.',
  peak: (calls, at, average) =>
    `Shared gateway: in the busiest hour, from ${at} on, ${calls} calls with moved keys of this account and region, on average${average}a second. Single seconds had more; it serves 1,000 a second.`,
  rotationOff: 'Automatic rotation was on before the move and is not on again: switch it on in the KMS instance.',
  failingWith: (operations) => `What fails: ${operations}`,
  throughShared: (calls, failures) =>
    `${calls} through the shared gateway since the move${failures > 0 ? `, ${failures} failed` : ''}`,
  throughInstance: (calls) => `${calls} through the dedicated gateway`,
  lastSeen: 'last seen',
  noCaller: 'No call was seen in the window, before the move or since.',
  caller: 'Caller',
  state: 'State',
  sharedCalls: 'Shared gateway',
  failures: 'Failed',
  instanceCalls: 'Dedicated gateway',
  needsAttention: (keys) => `${keys} moved ${keys === 1 ? 'key needs' : 'keys need'} attention`,
  until: (day) => `until ${day}`,
  onlyUntil: (day) => `ONLY until ${day}`,
  since: (day) => `OVER since ${day}`,
  left: (count, failing) =>
    `${count} ${count === 1 ? 'caller is' : 'callers are'} left${failing > 0 ? `, ${failing} ${failing === 1 ? 'fails' : 'fail'}` : ''}`,
  todo: 'Modify the applications that are left; where calls fail, switch on public access of the KMS instance meanwhile.',
  todoKeepSdk:
    'Where calls fail, switch on public access of the KMS instance. Other applications may stay with the shared gateway.',
}

const ZH: MoveMessages = {
  title: '迁移之后',
  moved: (after, by) => `在 ${after} 与 ${by} 之间迁移：没有事件记录具体时刻。`,
  movedBy: (by) => `在 ${by} 之前迁移：没有事件记录具体时刻。`,
  closes: (at) => `业务应用改造的 1 个月期限最早于 ${at} 截止。`,
  closed: (at) => `业务应用改造的 1 个月期限已于 ${at} 截止。`,
  keepSdk: '业务应用可继续使用共享网关；来自已绑定 VPC 之外的调用需要开启公网访问。',
  incomplete: '迁移后的事件尚未读全：此处可能有遗漏。',
  states: {
    failing: '调用失败',
    'shared-gateway': '仍用共享网关',
    silent: '迁移后未见调用',
    instance: '已切换到实例',
    'cloud-service': '云产品',
  },
  about: {
    failing: '自迁移后调用失败：KMS 实例可能未开启公网访问，只有实例所有者能在控制台查看。',
    'shared-gateway': '仍通过共享网关调用。',
    silent: '迁移后未见调用，但这不代表已完成切换：请向其负责人确认。',
    instance: '根据 KMS 实例的日志，已通过专属网关调用。',
    'cloud-service': '无需改动。',
  },
  log: 'KMS 实例的日志',
  logStates: { read: '已读取', incomplete: '未读全', 'not-there': '不存在或无权读取', 'not-asked': '尚未查询' },
  logAdvice:
    '没有该日志就看不到通过专属网关的调用。日志随 KMS 实例按存储容量购买（1,000 GB 起），且开启后不可关闭：本工具不会开启它。',
  peak: (calls, at, average) =>
    `共享网关：最忙的 1 小时（自 ${at} 起），该账号和地域中已迁移的密钥共调用 ${calls} 次，平均每秒${average}次。个别秒会更高；共享网关的上限为每秒 1,000 次。`,
  rotationOff: '迁移前已开启自动轮转，目前尚未重新开启：请在 KMS 实例中重新开启。',
  failingWith: (operations) => `失败的操作：${operations}`,
  throughShared: (calls, failures) =>
    `迁移后经共享网关调用 ${calls} 次${failures > 0 ? `，其中失败 ${failures} 次` : ''}`,
  throughInstance: (calls) => `经专属网关调用 ${calls} 次`,
  lastSeen: '最近一次',
  noCaller: '观察期内，迁移前后均未见调用。',
  caller: '调用方',
  state: '状态',
  sharedCalls: '共享网关',
  failures: '失败',
  instanceCalls: '专属网关',
  needsAttention: (keys) => `${keys} 个已迁移的密钥需要处理`,
  until: (day) => `截至 ${day}`,
  onlyUntil: (day) => `仅到 ${day}`,
  since: (day) => `已于 ${day} 到期`,
  left: (count, failing) => `尚有 ${count} 个调用方${failing > 0 ? `，其中 ${failing} 个调用失败` : ''}`,
  todo: '请完成其余业务应用的改造；调用失败的，请先开启 KMS 实例的公网访问。',
  todoKeepSdk: '调用失败的，请开启 KMS 实例的公网访问。其他业务应用可继续使用共享网关。',
}

const CATALOGUE: Readonly<Record<Language, MoveMessages>> = { en: EN, zh: ZH }

/** The words about what follows a move in a language. */
export function moveMessagesFor(language: Language): MoveMessages {
  return CATALOGUE[language]
}

/** How a caller stands, and what that means; a state that only a newer version knows has the word that stands there. */
export function callerStateText(
  state: CallerState,
  language: Language,
): { readonly name: string; readonly about: string } {
  const { states, about } = moveMessagesFor(language)
  return Object.hasOwn(states, state) ? { name: states[state], about: about[state] } : { name: state, about: '' }
}
