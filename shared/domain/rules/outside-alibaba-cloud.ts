import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, numberOf, packOf } from './finding-data.ts'
import { EVENTS, KNOWN_ROLES, NETWORKS_OF_CALLERS, TIED_OPERATIONS, TIED_USE } from './needs.ts'
import { callsOf, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, ofApplications, truncatedList } from './use-evidence.ts'

/** "If your applications are deployed outside Alibaba Cloud, you can contact technical support by using ticket" (Usage notes). */
export const outsideAlibabaCloud: Rule = {
  id: 'outside-alibaba-cloud',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, TIED_USE, NETWORKS_OF_CALLERS, KNOWN_ROLES],
  texts: {
    en: {
      title: 'Application outside Alibaba Cloud',
      message: (data) =>
        `An application calls from a public address that is not one of yours on Alibaba Cloud${addressesOf(data, 'en')}: ` +
        `${callsOf(data, 'en')}.`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk
          ? 'Contact technical support by ticket. If an address is yours on Alibaba Cloud (an EIP or a NAT gateway), add its range to ' +
            'CMK_OWN_CIDRS.'
          : 'Applications keep using the shared gateway: check that the KMS instance allows it public access before you migrate.',
    },
    zh: {
      title: '业务应用部署在阿里云外',
      message: (data) =>
        `业务应用从公网地址调用，且该地址不属于您在阿里云上的地址段${addressesOf(data, 'zh')}：${callsOf(data, 'zh')}。`,
      action: (data) =>
        !packOf(data).applicationsKeepSdk
          ? '请通过工单联系技术支持。如果某个地址是您在阿里云上的地址（弹性公网 IP 或 NAT 网关），请将其地址段加入 CMK_OWN_CIDRS。'
          : '业务应用可继续通过共享网关访问：迁移前请确认 KMS 实例允许共享网关的公网访问。',
    },
  },
  check: ({ uses, ownRangesKnown }) => {
    const outside = ownRangesKnown ? ofApplications(uses).filter(({ caller }) => caller.network === 'public') : []
    return matchFromUses(
      outside,
      truncatedList(
        'addresses',
        'moreAddresses',
        outside.flatMap(({ caller }) => caller.address ?? []),
      ),
    )
  },
}

/** The addresses in brackets, or nothing where a caller has too many for any to be kept. */
function addressesOf(data: FindingData, language: Language): string {
  const addresses = listed(listOf(data, 'addresses'), numberOf(data, 'moreAddresses'), language)
  if (addresses === '') return ''
  return IN_BRACKETS[language](addresses)
}

const IN_BRACKETS: Readonly<Record<Language, (addresses: string) => string>> = {
  en: (addresses) => ` (${addresses})`,
  zh: (addresses) => `（${addresses}）`,
}
