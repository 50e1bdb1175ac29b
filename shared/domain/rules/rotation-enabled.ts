import { textOf } from './finding-data.ts'
import { fact } from './needs.ts'
import type { Rule } from './rule.ts'
import { MIGRATION_PAGE } from './sources.ts'

/**
 * "If automatic rotation is enabled for a CMK with only one version, you can migrate the CMK after you disable automatic rotation"
 * (Usage notes). Suspended is enabled: the vendor suspends the rotation of a disabled key and resumes it by itself.
 */
export const rotationEnabled: Rule = {
  id: 'rotation-enabled',
  effects: { '2023-09': 'action-required', '2024-11': 'action-required' },
  source: MIGRATION_PAGE,
  appliesTo: 'key',
  needs: [fact('automaticRotation'), fact('versions')],
  texts: {
    en: {
      title: 'Automatic rotation',
      message: (data) =>
        textOf(data, 'automaticRotation') === 'Suspended'
          ? 'Automatic rotation is Suspended: it goes on as soon as the key is enabled. The key has one version.'
          : 'Automatic rotation is Enabled. The key has one version.',
      action: () =>
        'Disable automatic rotation, and do not wait past the next rotation: a second key version would block the migration for good.',
    },
    zh: {
      title: '自动轮转',
      message: (data) =>
        textOf(data, 'automaticRotation') === 'Suspended'
          ? '自动轮转处于 Suspended（暂停）状态：密钥启用后会继续轮转。该密钥只有一个密钥版本。'
          : '已开启自动轮转（Enabled）。该密钥只有一个密钥版本。',
      action: () => '请关闭自动轮转，且务必赶在下一次轮转之前：一旦产生第二个密钥版本，该密钥将无法迁移。',
    },
  },
  check: ({ key: { facts } }) => {
    const { automaticRotation, versions } = facts
    const on = automaticRotation === 'Enabled' || automaticRotation === 'Suspended'
    return on && versions === 1 ? { data: { automaticRotation } } : undefined
  },
}
