import type { FindingData } from '../readiness.ts'
import { needCount } from '../resources/scenario.ts'
import type { RuleContext } from '../rule-context.ts'
import { iso } from '../time.ts'
import { numberOf, textOf } from './finding-data.ts'
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
      message: (data) =>
        neededBy(data) > 0
          ? `Quiet but needed: no use seen from ${textOf(data, 'from')} to ${textOf(data, 'to')}, yet ${things(data)} the key.`
          : `No use seen from ${textOf(data, 'from')} to ${textOf(data, 'to')}.`,
      action: (data) =>
        neededBy(data) > 0
          ? 'Treat the key as one in use: what is encrypted with it asks for it again when it is attached, restored, restarted or read.'
          : 'Ask the owner before you draw a conclusion from it: data that is rarely read may still need the key.',
    },
    zh: {
      title: '未见使用',
      message: (data) =>
        neededBy(data) > 0
          ? `无调用但仍被依赖：从 ${textOf(data, 'from')} 到 ${textOf(data, 'to')} 未见使用记录，但仍有 ${neededBy(data)} 个云资源或凭据使用该密钥加密。`
          : `从 ${textOf(data, 'from')} 到 ${textOf(data, 'to')} 未见使用记录。`,
      action: (data) =>
        neededBy(data) > 0
          ? '请按使用中的密钥对待：由其加密的资源在重新挂载、恢复、重启或读取时仍需要该密钥。'
          : '请勿仅凭此下结论，先向密钥负责人确认：很少读取的数据可能仍需要该密钥解密。',
    },
  },
  check: ({ key, uses, unknownOperations, gaps, window, source }) =>
    source === undefined &&
    uses.length === 0 &&
    unknownOperations.length === 0 &&
    gaps.length === 0 &&
    window.from < window.to
      ? { data: { from: iso(window.from), to: iso(window.to), ...needs(key) } }
      : undefined,
}

function needs(key: RuleContext['key']): FindingData {
  const neededBy = needCount(key)
  return neededBy > 0 ? { neededBy } : {}
}

/** How many resources and secrets need a key of which no use was seen. */
function neededBy(data: FindingData): number {
  return numberOf(data, 'neededBy')
}

function things(data: FindingData): string {
  const count = neededBy(data)
  return count === 1 ? '1 cloud resource or secret needs' : `${count} cloud resources or secrets need`
}
