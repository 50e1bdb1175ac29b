import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { numberOf, packOf, textOf } from './finding-data.ts'
import { KIND } from './needs.ts'
import type { Rule } from './rule.ts'

/** Only CMKs of default KMS instances are migrated (Usage notes). What has to follow a migration: scenario 2, step 5. */
export const inKmsInstance: Rule = {
  id: 'in-kms-instance',
  appliesTo: 'key',
  needs: [KIND],
  texts: {
    en: {
      title: 'Key of a KMS instance',
      message: (data) =>
        wasMigrated(data)
          ? `The key has moved from the default KMS instance to ${instanceOf(data, 'en')}.`
          : `The key belonged to ${instanceOf(data, 'en')} when it was first seen.`,
      action: (data) => {
        if (!wasMigrated(data)) return ''
        return !packOf(data).applicationsKeepSdk
          ? 'Modify the applications that use it within one month after the migration: the old entry point is closed then.'
          : 'If Terraform manages the key, add the id of the KMS instance to its configuration. Applications keep their SDK.'
      },
    },
    zh: {
      title: 'KMS 实例中的密钥',
      message: (data) =>
        wasMigrated(data)
          ? `该密钥已从默认 KMS 实例迁移到 ${instanceOf(data, 'zh')}。`
          : `首次发现该密钥时，它已属于 ${instanceOf(data, 'zh')}。`,
      action: (data) => {
        if (!wasMigrated(data)) return ''
        return !packOf(data).applicationsKeepSdk
          ? '请在密钥迁移后的 1 个月内完成业务应用改造：届时旧的 KMS 入口将关闭。'
          : '如果使用 Terraform 管理该密钥，请在其配置中补充 KMS 实例 ID。业务应用可继续使用原 SDK。'
      },
    },
  },
  check: ({ key }) => {
    if (key.kind !== 'instance') return undefined
    const data = { instance: key.facts.kmsInstanceId ?? '', migrated: Number(key.onceCandidate) }
    return key.onceCandidate ? { data, effect: 'migrated' } : { data }
  },
}

/** By its id, which is not known where only the kind of the key could be read. */
function instanceOf(data: FindingData, language: Language): string {
  const id = textOf(data, 'instance')
  return INSTANCE[language](id)
}

/** An empty id is one that is not known. */
const INSTANCE: Readonly<Record<Language, (id: string) => string>> = {
  en: (id) => (id === '' ? 'a KMS instance' : `KMS instance ${id}`),
  zh: (id) => (id === '' ? 'KMS 实例' : `KMS 实例 ${id}`),
}

function wasMigrated(data: FindingData): boolean {
  return numberOf(data, 'migrated') === 1
}
