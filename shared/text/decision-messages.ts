import { clientName } from '../domain/caller-names.ts'
import type { BatchState, DecisionKind, DecisionValue } from '../domain/decisions/decision.ts'
import type { StatementDoubt } from '../domain/decisions/seen-callers.ts'
import type { Language } from '../domain/language.ts'
import { localTime } from './dates.ts'

/** The words about what people decide. */
export interface DecisionMessages {
  readonly title: string
  readonly kinds: Readonly<Record<DecisionKind, string>>
  readonly states: Readonly<Record<BatchState, string>>
  readonly withdrawn: string
  readonly uses: (keys: readonly string[]) => string
  readonly callsWith: (client: string) => string
  readonly ticket: (number: string) => string
  /** Of what a newer version wrote, by the kind that it names. */
  readonly unreadable: (kind: string) => string
  readonly notSeen: (doubt: StatementDoubt) => string
}

const EN: DecisionMessages = {
  title: 'What people decided',
  kinds: {
    owner: 'Owner',
    waiver: 'Finding taken note of',
    'keys-statement': 'Keys of a caller',
    'client-statement': 'Language of a caller',
    batch: 'Batch',
    unknown: 'Decision of a newer version',
  },
  states: {
    planned: 'planned',
    requested: 'requested',
    'window-agreed': 'window-agreed',
    moved: 'moved',
    verified: 'verified',
  },
  withdrawn: 'withdrawn',
  uses: (keys) => `uses ${keys.join(', ')}`,
  callsWith: (client) => `calls with ${clientName(client, 'en')}`,
  ticket: (number) => ` ${number}`,
  unreadable: (kind) => `unknown (kind "${kind}"): a newer version wrote it`,
  notSeen: ({ principal, nearest, isWhole }) =>
    `No call of ${principal} is among the callers that the keys show${isWhole ? '' : ' (long lists of callers are cut)'}${nearest === undefined ? '' : `; the nearest is ${nearest}`}. It settles nothing unless such calls are made.`,
}

const ZH: DecisionMessages = {
  title: '人工决定',
  kinds: {
    owner: '负责人',
    waiver: '已知悉的发现',
    'keys-statement': '调用方使用的密钥',
    'client-statement': '调用方的开发语言',
    batch: '批次',
    unknown: '新版本写入的决定',
  },
  states: {
    planned: '已计划',
    requested: '已提交申请',
    'window-agreed': '已约定窗口',
    moved: '已迁移',
    verified: '已验证',
  },
  withdrawn: '已撤回',
  uses: (keys) => `使用 ${keys.join('、')}`,
  callsWith: (client) => `使用 ${clientName(client, 'zh')} 调用`,
  ticket: (number) => `（工单 ${number}）`,
  unreadable: (kind) => `无法识别（类型“${kind}”）：由新版本写入`,
  notSeen: ({ principal, nearest, isWhole }) =>
    `密钥的调用方中没有 ${principal} 的调用${isWhole ? '' : '（调用方过多时仅列出一部分）'}${nearest === undefined ? '' : `，最接近的是 ${nearest}`}。除非出现此类调用，否则该说明不起作用。`,
}

const CATALOGUE: Readonly<Record<Language, DecisionMessages>> = { en: EN, zh: ZH }

export function decisionMessagesFor(language: Language): DecisionMessages {
  return CATALOGUE[language]
}

/** Of whom or what a decision is that is about a caller or a batch: what stands before what it says. */
export function nameIn(value: DecisionValue): string | undefined {
  return 'principal' in value ? value.principal : value.kind === 'batch' ? value.batch : undefined
}

/** The agreed window of a batch as people read it; nothing where there is none. */
export function agreedWindow(value: DecisionValue, timezone: string): string {
  const window = value.kind === 'batch' ? value.window : undefined
  return window === undefined ? '' : `${localTime(window.from, timezone)} – ${localTime(window.to, timezone)}`
}

/** Why a statement may be about nobody. */
export function doubtText(doubt: StatementDoubt, language: Language): string {
  return CATALOGUE[language].notSeen(doubt)
}

/** What a decision says, in a few words; names in it are as people gave them. */
export function decisionText(value: DecisionValue | null, language: Language): string {
  const messages = CATALOGUE[language]
  switch (value?.kind) {
    case undefined:
      return messages.withdrawn
    case 'owner':
      return value.owner
    case 'waiver':
      return value.rule
    case 'keys-statement':
      return messages.uses(value.keyIds)
    case 'client-statement':
      return messages.callsWith(value.client)
    case 'unknown':
      return messages.unreadable(value.named)
    case 'batch':
      return messages.states[value.state] + (value.ticket === undefined ? '' : messages.ticket(value.ticket))
  }
}
