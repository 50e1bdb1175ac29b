import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, packOf } from './finding-data.ts'
import { EVENTS, KNOWN_ROLES, TIED_OPERATIONS } from './needs.ts'
import { callsOf, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { decidingUses, matchFromUses, wasMeant } from './use-evidence.ts'

/**
 * "If an application uses ReEncrypt, ExportDataKey, or GenerateAndExportDataKey API operations, the CMK cannot be migrated" (scenario 2,
 * step 2). The migration SDKs do not carry these calls over to a KMS instance. The newer page lets applications keep their SDK.
 */
export const blockedOperation: Rule = {
  id: 'blocked-operation',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, KNOWN_ROLES],
  texts: {
    en: {
      title: 'ReEncrypt or export of data keys',
      message: (data) => `An application uses what the page of 2023-09 does not allow: ${callsOf(data, 'en')}.`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk
          ? `${insteadOf(data, 'en')} The key stays blocked until these calls have left the observation window.`
          : afterwards(data, 'en'),
    },
    zh: {
      title: '使用了 ReEncrypt 或数据密钥导出接口',
      message: (data) => `业务应用使用了 2023-09 版文档不支持迁移的接口：${callsOf(data, 'zh')}。`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk
          ? `${insteadOf(data, 'zh')}在这些调用移出观察窗口之前，该密钥不支持迁移。`
          : afterwards(data, 'zh'),
    },
  },
  check: ({ uses }) => matchFromUses(decidingUses(uses).filter(wasMeant)),
}

/** What becomes of the calls where applications keep their SDK: the newer page says nothing of the exports, and ReEncrypt has a rule of its own. */
function afterwards(data: FindingData, language: Language): string {
  const exports = exportsOf(data)
  return exports.length === 0
    ? KEPT[language].reEncrypt
    : KEPT[language].exports(listed(exports, 0, language), listOf(data, 'operations').length > exports.length)
}

const KEPT: Readonly<
  Record<Language, { readonly reEncrypt: string; exports(operations: string, also: boolean): string }>
> = {
  en: {
    reEncrypt:
      'Change nothing for the move: the newer page lets applications keep their SDK, and ReEncrypt goes on through the shared gateway.',
    exports: (operations, also) =>
      `Try ${operations} with a test key after its migration before you rely on it: the newer page lets applications keep their SDK and does not name the export of data keys.${also ? ' ReEncrypt goes on through the shared gateway.' : ''}`,
  },
  zh: {
    reEncrypt: '迁移本身无需改动：新版文档允许业务应用继续使用原 SDK，ReEncrypt 仍可经共享网关调用。',
    exports: (operations, also) =>
      `请先迁移一个测试密钥，验证 ${operations} 后再迁移本密钥：新版文档允许业务应用继续使用原 SDK，但未提及导出接口。${also ? 'ReEncrypt 仍可经共享网关调用。' : ''}`,
  },
}

function exportsOf(data: FindingData): readonly string[] {
  return listOf(data, 'operations').filter((operation) => operation !== 'ReEncrypt')
}

/** What the application can call in place of what it calls. */
function insteadOf(data: FindingData, language: Language): string {
  const operations = listOf(data, 'operations')
  const exports = exportsOf(data)
  const steps = [
    ...(exports.length < operations.length ? [REENCRYPT[language]] : []),
    ...(exports.length > 0 ? [EXPORT[language](listed(exports, 0, language))] : []),
  ]
  return CHANGE[language](steps)
}

const CHANGE: Readonly<Record<Language, (steps: readonly string[]) => string>> = {
  en: (steps) => `Change the application: ${steps.join('; ')}.`,
  zh: (steps) => `请改造业务应用：${steps.join('；')}。`,
}

const REENCRYPT: Readonly<Record<Language, string>> = {
  en: 'Decrypt and then Encrypt in place of ReEncrypt',
  zh: '用 Decrypt 加 Encrypt 代替 ReEncrypt',
}

const EXPORT: Readonly<Record<Language, (operations: string) => string>> = {
  en: (operations) => `GenerateDataKey or Decrypt in place of ${operations}, and wrap the data key itself`,
  zh: (operations) => `用 GenerateDataKey 或 Decrypt 并由应用自行封装数据密钥，代替 ${operations}`,
}
