import { numberOf } from './finding-data.ts'
import { fact } from './needs.ts'
import { counted } from './phrases.ts'
import type { Rule } from './rule.ts'

/**
 * "You cannot migrate the following CMKs: CMKs with multiple versions" (Usage notes). Asymmetric keys too: they get versions by
 * CreateKeyVersion, without automatic rotation.
 */
export const multipleVersions: Rule = {
  id: 'multiple-versions',
  appliesTo: 'key',
  needs: [fact('versions')],
  texts: {
    en: {
      title: 'More than one key version',
      message: (data) => `The key has ${counted(numberOf(data, 'versions'), 'key version')}.`,
      action: () =>
        'Create a key in the KMS instance and re-encrypt or re-sign with it, or keep using this CMK in the default KMS instance. ' +
        'A CMK with multiple versions cannot be migrated, and versions cannot be deleted.',
    },
    zh: {
      title: '多个密钥版本',
      message: (data) => `该密钥有 ${numberOf(data, 'versions')} 个密钥版本。`,
      action: () =>
        '请在 KMS 实例中新建密钥并用其重新加密或签名；或者继续在默认 KMS 实例中使用本密钥。' +
        '有多个密钥版本的用户主密钥不支持迁移，且密钥版本无法单独删除。',
    },
  },
  check: ({ key: { facts } }) =>
    facts.versions !== null && facts.versions > 1 ? { data: { versions: facts.versions } } : undefined,
}
