import { fact } from './needs.ts'
import type { Rule } from './rule.ts'

/** A disabled key serves nobody, so the observation window shows little of what its applications would do. */
export const keyDisabled: Rule = {
  id: 'key-disabled',
  appliesTo: 'key',
  needs: [fact('keyState')],
  texts: {
    en: {
      title: 'Disabled key',
      message: () => 'The key state is Disabled: it cannot be used for cryptographic operations now.',
      action: () =>
        'Use by applications cannot be observed while the key is disabled. Ask its owner whether it is still needed, and how, before you migrate it.',
    },
    zh: {
      title: '密钥已禁用',
      message: () => '密钥状态为 Disabled（已禁用）：目前无法用于密码运算。',
      action: () => '密钥禁用期间无法观察到业务应用对它的使用。迁移前请向密钥负责人确认是否仍需要它、如何使用。',
    },
  },
  check: ({ key }) => (key.facts.keyState === 'Disabled' ? { data: {} } : undefined),
}
