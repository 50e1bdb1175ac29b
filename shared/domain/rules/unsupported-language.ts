import { type Client, hasMigrationSdk } from '../caller.ts'
import { clientName } from '../caller-names.ts'
import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, packOf } from './finding-data.ts'
import { EVENTS, KNOWN_ROLES, LANGUAGES_OF_CALLERS, TIED_OPERATIONS, TIED_USE } from './needs.ts'
import { callsOf, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, ofApplications } from './use-evidence.ts'

/** What a client may be that tells no language and no tool. */
const NO_LANGUAGE: ReadonlySet<Client> = new Set(['console', 'cloud-service', 'unknown'])

/**
 * Migration SDKs exist for Java, Go and Python; "if an application is developed in other programming languages, you cannot migrate the
 * CMK. To submit your CMK migration requirements, you can contact technical support" (scenario 2, step 2).
 */
export const unsupportedLanguage: Rule = {
  id: 'unsupported-language',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, TIED_USE, LANGUAGES_OF_CALLERS, KNOWN_ROLES],
  texts: {
    en: {
      title: 'Language without a migration SDK',
      message: (data) => `Applications call with ${clientsOf(data, 'en')}: ${callsOf(data, 'en')}.`,
      action: (data) => {
        if (!packOf(data).applicationsKeepSdk)
          return (
            'Submit the migration requirements to technical support by ticket, or move these callers to the migration SDK for Java, ' +
            'Go or Python. The verdict stays until their calls have left the observation window.'
          )
        return usesTerraform(data)
          ? 'Applications keep their SDK. Add the id of the KMS instance to the Terraform configuration after the migration.'
          : 'Applications keep their SDK: nothing has to change.'
      },
    },
    zh: {
      title: '没有迁移 SDK 的开发语言',
      message: (data) => `业务应用使用 ${clientsOf(data, 'zh')} 调用：${callsOf(data, 'zh')}。`,
      action: (data) => {
        if (!packOf(data).applicationsKeepSdk)
          return (
            '请通过工单向技术支持反馈迁移需求，或将这些调用方改造为使用 Java、Go 或 Python 迁移 SDK。' +
            '在这些调用移出观察窗口之前，结论不变。'
          )
        return usesTerraform(data)
          ? '业务应用可继续使用原 SDK。迁移完成后请在 Terraform 配置中补充 KMS 实例 ID。'
          : '业务应用可继续使用原 SDK，无需改造。'
      },
    },
  },
  check: ({ uses }) => matchFromUses(ofApplications(uses).filter(({ caller }) => isUnsupported(caller.client))),
}

/** Any that is known and is none of the migration SDKs': one that is added later too. */
function isUnsupported(client: Client): boolean {
  return !hasMigrationSdk(client) && !NO_LANGUAGE.has(client)
}

function clientsOf(data: FindingData, language: Language): string {
  return listed(
    listOf(data, 'clients').map((client) => clientName(client, language)),
    0,
    language,
  )
}

function usesTerraform(data: FindingData): boolean {
  return listOf(data, 'clients').includes('terraform')
}
