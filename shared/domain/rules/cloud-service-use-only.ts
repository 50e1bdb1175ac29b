import { packOf } from './finding-data.ts'
import { EVENTS_OF_SERVICES, KNOWN_OPERATIONS, KNOWN_ROLES } from './needs.ts'
import { callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses } from './use-evidence.ts'

/** Scenario 1: a CMK that only serves server-side encryption in Alibaba Cloud services asks nothing of applications. */
export const cloudServiceUseOnly: Rule = {
  id: 'cloud-service-use-only',
  appliesTo: 'key',
  needs: [EVENTS_OF_SERVICES, KNOWN_OPERATIONS, KNOWN_ROLES],
  texts: {
    en: {
      title: 'Used by cloud services only',
      message: (data) => `All observed use is by cloud services: ${callsOf(data, 'en')}.`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk ? 'Scenario 1 of the page: no application has to be modified.' : '',
    },
    zh: {
      title: '仅云产品使用',
      message: (data) => `观察到的使用全部来自云产品：${callsOf(data, 'zh')}。`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk ? '对应文档的场景一（云产品服务端加密）：无需改造业务应用。' : '',
    },
  },
  check: ({ uses, unknownOperations, gaps, source }) =>
    source === undefined &&
    gaps.length === 0 &&
    unknownOperations.length === 0 &&
    uses.every(({ caller }) => caller.kind === 'cloud-service')
      ? matchFromUses(uses)
      : undefined,
}
