import { EVENTS } from './needs.ts'
import { callersOf, callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses } from './use-evidence.ts'

/**
 * A deciding operation (scenario 2, step 2) names its keys only in part: ExportDataKey carries no key id, ReEncrypt only its
 * destination's. While one end is open, no key that it may have used can be called ready.
 */
export const unattributedOperation: Rule = {
  id: 'unattributed-operation',
  appliesTo: 'candidate',
  needs: [EVENTS],
  texts: {
    en: {
      title: 'ReEncrypt or export of data keys, key unknown',
      message: (data) =>
        `An application may have used this key; the events do not say which key it was: ${callsOf(data, 'en')}.`,
      action: (data) =>
        `Ask the owners of ${callersOf(data, 'en')} which keys these calls used, and have the calls changed or stopped. This clears when ` +
        'the calls can be attributed to a key (kms:ListKeyVersions on every CMK helps) or have left the observation window.',
    },
    zh: {
      title: '无法确定密钥的 ReEncrypt 或数据密钥导出调用',
      message: (data) => `事件未说明所用密钥，业务应用使用的可能就是本密钥：${callsOf(data, 'zh')}。`,
      action: (data) =>
        `请向 ${callersOf(data, 'zh')} 的负责人确认这些调用使用了哪些密钥，并改造或停止这些调用。` +
        '当调用能够对应到密钥（对所有用户主密钥授予 kms:ListKeyVersions 有助于此）或移出观察窗口后，此项即解除。',
    },
  },
  check: ({ unattributedDeciding }) => matchFromUses(unattributedDeciding),
}
