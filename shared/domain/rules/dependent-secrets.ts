import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, numberOf, packOf } from './finding-data.ts'
import { fact } from './needs.ts'
import { listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { truncatedList } from './use-evidence.ts'

/** The page of 2023-09 migrates keys alone. Since 2025 secrets migrate too, each after the CMK that encrypts it. */
export const dependentSecrets: Rule = {
  id: 'dependent-secrets',
  appliesTo: 'key',
  needs: [fact('secrets')],
  texts: {
    en: {
      title: 'Secrets depend on the key',
      message: (data) => `Secrets are encrypted with it: ${namesOf(data, 'en')}.`,
      action: (data) =>
        packOf(data).secretsMigrate
          ? 'Migrate this CMK first, then its secrets: a secret cannot move before its CMK. Disable rotation of the secrets first.'
          : 'The page migrates keys, not secrets. List these secrets in the ticket, and ask technical support how they will be migrated.',
    },
    zh: {
      title: '凭据依赖该密钥',
      message: (data) => `以下凭据由该密钥加密：${namesOf(data, 'zh')}。`,
      action: (data) =>
        packOf(data).secretsMigrate
          ? '请先迁移本用户主密钥，再迁移凭据：凭据不能先于加密它的密钥迁移。迁移前请关闭凭据的自动轮转。'
          : '文档只支持迁移密钥，不迁移凭据。请在工单中列出这些凭据，并向技术支持确认凭据的处理方式。',
    },
  },
  check: ({ key }) =>
    key.secrets.length > 0 ? { data: truncatedList('secrets', 'moreSecrets', key.secrets) } : undefined,
}

function namesOf(data: FindingData, language: Language): string {
  return listed(listOf(data, 'secrets'), numberOf(data, 'moreSecrets'), language)
}
