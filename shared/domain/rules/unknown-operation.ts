import { mayBeApplication } from '../caller.ts'
import { listOf } from './finding-data.ts'
import { EVENTS, TIED_USE } from './needs.ts'
import { callersOf, callsOf, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, wasMeant } from './use-evidence.ts'

/**
 * The page names the operations that an application may go on using. What an operation that is in no list of the vendor's does with the key that
 * it names, nobody can tell: it may use it as much as Decrypt does.
 */
export const unknownOperation: Rule = {
  id: 'unknown-operation',
  appliesTo: 'candidate',
  needs: [EVENTS, TIED_USE],
  texts: {
    en: {
      title: 'Unknown operation',
      message: (data) =>
        `An application calls an operation that this version does not know, and it names this key: ${callsOf(data, 'en')}.`,
      action: (data) =>
        `Look up ${listed(listOf(data, 'operations'), 0, 'en')} in the API reference of KMS, or ask the owners of ` +
        `${callersOf(data, 'en')} what the calls do with the key, and report the operation to the maintainers of this suite. This clears ` +
        'with a version whose list has the operation, or when the calls have left the observation window.',
    },
    zh: {
      title: '未知操作',
      message: (data) => `业务应用调用了当前版本无法识别的操作，且调用指向本密钥：${callsOf(data, 'zh')}。`,
      action: (data) =>
        `请在 KMS 的 API 文档中查询 ${listed(listOf(data, 'operations'), 0, 'zh')}，或向 ${callersOf(data, 'zh')} 的负责人确认这些调用` +
        '对密钥做了什么，并将该操作反馈给本工具的维护者。当新版本收录该操作，或这些调用移出观察窗口后，此项即解除。',
    },
  },
  check: ({ unknownOperations }) =>
    matchFromUses(unknownOperations.filter((use) => mayBeApplication(use.caller) && wasMeant(use))),
}
