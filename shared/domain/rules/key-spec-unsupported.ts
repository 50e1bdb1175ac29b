import { isNational, takesSpec } from '../instances/instance-kind.ts'
import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { textOf } from './finding-data.ts'
import { fact } from './needs.ts'
import type { Rule } from './rule.ts'

/**
 * A software instance takes fewer key specs than a hardware one. No API says which of the two an instance is: the rule is silent where the
 * operator has not said it.
 */
export const keySpecUnsupported: Rule = {
  id: 'key-spec-unsupported',
  appliesTo: 'candidate',
  needs: [fact('keySpec')],
  texts: {
    en: {
      title: 'Key spec not supported by the destination',
      message: (data) => `The key spec is ${specOf(data, 'en')}, which ${destinationOf(data, 'en')} does not take.`,
      action: (data) =>
        textOf(data, 'kind') === 'hardware'
          ? 'Ask technical support which KMS instance takes this key spec, or replace the key by one of another spec.'
          : `Name a hardware instance of this region in CMK_DESTINATION, or replace the key by one of another spec.${
              isNational(textOf(data, 'keySpec'))
                ? ' A software instance takes Aliyun_SM4 only with the module for national algorithms: where you have bought it, leave the kind out of CMK_DESTINATION.'
                : ''
            }`,
    },
    zh: {
      title: '目标实例不支持该密钥规格',
      message: (data) => `密钥规格为 ${specOf(data, 'zh')}，${destinationOf(data, 'zh')} 不支持该规格。`,
      action: (data) =>
        textOf(data, 'kind') === 'hardware'
          ? '请向技术支持确认哪种 KMS 实例支持该密钥规格，或改用其他规格的密钥。'
          : `请在 CMK_DESTINATION 中改为本地域的硬件密钥管理实例，或改用其他规格的密钥。${
              isNational(textOf(data, 'keySpec'))
                ? '软件密钥管理实例仅在购买国密模块后支持 Aliyun_SM4：如已购买，请在 CMK_DESTINATION 中不要写实例类型。'
                : ''
            }`,
    },
  },
  check: ({ key: { facts }, destination }) => {
    if (destination?.kind === undefined || facts.keySpec === null || takesSpec(destination.kind, facts.keySpec))
      return undefined
    return { data: { keySpec: facts.keySpec, instance: destination.instance, kind: destination.kind } }
  },
}

const SPEC: Readonly<Record<Language, string>> = { en: 'another one', zh: '其他规格' }

function specOf(data: FindingData, language: Language): string {
  return textOf(data, 'keySpec') || SPEC[language]
}

const KINDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { software: 'the software instance', hardware: 'the hardware instance' },
  zh: { software: '软件密钥管理实例', hardware: '硬件密钥管理实例' },
}
const ANY: Readonly<Record<Language, string>> = { en: 'the KMS instance', zh: 'KMS 实例' }

function destinationOf(data: FindingData, language: Language): string {
  const kind = KINDS[language][textOf(data, 'kind')] ?? ANY[language]
  const instance = textOf(data, 'instance')
  return instance === '' ? kind : `${kind} ${instance}`
}
