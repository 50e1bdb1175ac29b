import { iso } from '../time.ts'
import { textOf } from './finding-data.ts'
import { EVENTS_OF_UNUSED, KNOWN_OPERATIONS } from './needs.ts'
import type { Rule } from './rule.ts'

/** Says what was looked at, never more: what no event shows within the window may still be needed. */
export const noUseSeen: Rule = {
  id: 'no-use-seen',
  appliesTo: 'key',
  needs: [EVENTS_OF_UNUSED, KNOWN_OPERATIONS],
  texts: {
    en: {
      title: 'No use seen',
      message: (data) => `No use seen from ${textOf(data, 'from')} to ${textOf(data, 'to')}.`,
      action: () =>
        'Ask the owner before you draw a conclusion from it: data that is rarely read may still need the key.',
    },
    zh: {
      title: '未见使用',
      message: (data) => `从 ${textOf(data, 'from')} 到 ${textOf(data, 'to')} 未见使用记录。`,
      action: () => '请勿仅凭此下结论，先向密钥负责人确认：很少读取的数据可能仍需要该密钥解密。',
    },
  },
  check: ({ uses, unknownOperations, gaps, window, source }) =>
    source === undefined &&
    uses.length === 0 &&
    unknownOperations.length === 0 &&
    gaps.length === 0 &&
    window.from < window.to
      ? { data: { from: iso(window.from), to: iso(window.to) } }
      : undefined,
}
