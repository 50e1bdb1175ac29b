import { KIND } from './needs.ts'
import type { Rule } from './rule.ts'

/** "You do not need to migrate service keys in default KMS instances" (Usage notes). */
export const serviceKey: Rule = {
  id: 'service-key',
  appliesTo: 'key',
  needs: [KIND],
  texts: {
    en: {
      title: 'Service key',
      message: () => 'A cloud service created this key and manages it. Service keys need no migration.',
      action: () => '',
    },
    zh: {
      title: '服务密钥',
      message: () => '该密钥由云产品自动创建和管理，属于服务密钥，无需迁移。',
      action: () => '',
    },
  },
  check: ({ key }) => (key.kind === 'service' ? { data: {} } : undefined),
}
