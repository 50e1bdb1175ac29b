import { packOf } from './finding-data.ts'
import { EVENTS, KNOWN_ROLES, TIED_OPERATIONS } from './needs.ts'
import { callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { decidingUses, matchFromUses } from './use-evidence.ts'

/** The same condition as `blocked-operation`, where nothing came of it: an application that is refused does not use the operation. */
export const blockedOperationAttempted: Rule = {
  id: 'blocked-operation-attempted',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, KNOWN_ROLES],
  texts: {
    en: {
      title: 'ReEncrypt or export of data keys, attempted',
      message: (data) =>
        `What the page of 2023-09 does not allow was seen only as refused calls or dry runs: ${callsOf(data, 'en')}.`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk
          ? 'Ask the owner of the application what it is meant to do: one such call that succeeds makes the key blocked.'
          : 'Ask the owner of the application what it is meant to do.',
    },
    zh: {
      title: '尝试过 ReEncrypt 或数据密钥导出接口',
      message: (data) => `2023-09 版文档不支持迁移的接口，只有被拒绝的调用或试运行（DryRun）：${callsOf(data, 'zh')}。`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk
          ? '请向业务应用负责人确认其意图：这类调用只要成功一次，该密钥就不支持迁移。'
          : '请向业务应用负责人确认其意图。',
    },
  },
  check: ({ uses }) => {
    const deciding = decidingUses(uses)
    const inVain = deciding.every(({ outcome }) => outcome === 'refused' || outcome === 'dry-run')
    return inVain ? matchFromUses(deciding) : undefined
  },
}
