import { fact } from './needs.ts'
import type { Rule } from './rule.ts'

/** "You cannot migrate the following CMKs: CMKs with external key material" (Usage notes; scenarios 3 and 4). */
export const externalMaterial: Rule = {
  id: 'external-material',
  appliesTo: 'key',
  needs: [fact('origin')],
  texts: {
    en: {
      title: 'External key material',
      message: () => 'The key material origin is EXTERNAL: the material was, or is to be, imported.',
      action: () =>
        'Create a key in the KMS instance and re-encrypt the data with it (decrypt with this CMK, encrypt with the new key), or keep ' +
        'using this CMK in the default KMS instance. A CMK with external key material cannot be migrated.',
    },
    zh: {
      title: '外部密钥材料',
      message: () => '密钥材料来源为 EXTERNAL，即自行导入的密钥材料（BYOK）。',
      action: () =>
        '请在 KMS 实例中新建密钥，用本密钥解密数据后再用新密钥加密；或者继续在默认 KMS 实例中使用本密钥。' +
        '使用外部密钥材料的用户主密钥不支持迁移。',
    },
  },
  check: ({ key }) => (key.facts.origin === 'EXTERNAL' ? { data: {} } : undefined),
}
