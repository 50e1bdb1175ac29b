import { EVENTS } from './needs.ts'
import { callersOf, callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses } from './use-evidence.ts'

/**
 * The page judges an application by its language and its network (scenario 2, step 2). A call that ties to no key, from a client or a
 * network that would fire a rule, may be a call with any key.
 */
export const unattributedUse: Rule = {
  id: 'unattributed-use',
  appliesTo: 'candidate',
  needs: [EVENTS],
  texts: {
    en: {
      title: 'Use of an unknown key',
      message: (data) =>
        `Calls whose language or network matters cannot be attributed to a key, and may have used this one: ${callsOf(data, 'en')}.`,
      action: (data) =>
        `Ask the owners of ${callersOf(data, 'en')} which keys these calls used. This clears when the calls can be attributed to a key ` +
        '(kms:ListKeyVersions on every CMK helps) or have left the observation window.',
    },
    zh: {
      title: '无法确定密钥的调用',
      message: (data) =>
        `部分调用无法对应到密钥，但其开发语言或网络位置会影响结论，使用的可能就是本密钥：${callsOf(data, 'zh')}。`,
      action: (data) =>
        `请向 ${callersOf(data, 'zh')} 的负责人确认这些调用使用了哪些密钥。` +
        '当调用能够对应到密钥（对所有用户主密钥授予 kms:ListKeyVersions 有助于此）或移出观察窗口后，此项即解除。',
    },
  },
  check: ({ unattributedOther }) => matchFromUses(unattributedOther),
}
