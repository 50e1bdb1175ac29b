import { fact } from './needs.ts'
import type { Rule } from './rule.ts'

/** A key that is to be deleted should be kept or let go before anyone plans its migration. The migration page is silent on it. */
export const pendingDeletion: Rule = {
  id: 'pending-deletion',
  appliesTo: 'key',
  needs: [fact('keyState')],
  texts: {
    en: {
      title: 'Scheduled for deletion',
      message: () =>
        'The key state is PendingDeletion: the key will be deleted, and it cannot be used for cryptographic operations now.',
      action: () =>
        'If anything encrypted with it is still needed, cancel the scheduled deletion before its date, and then migrate the key. ' +
        'A deleted key cannot be restored.',
    },
    zh: {
      title: '计划删除',
      message: () => '密钥状态为 PendingDeletion（待删除）：该密钥将被删除，目前无法用于密码运算。',
      action: () => '如果仍需要用它加密的数据，请在删除日期之前取消计划删除，然后再迁移。密钥删除后无法恢复。',
    },
  },
  check: ({ key }) => (key.facts.keyState === 'PendingDeletion' ? { data: {} } : undefined),
}
