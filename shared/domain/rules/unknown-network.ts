import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import type { Use } from '../rule-context.ts'
import { listOf, numberOf } from './finding-data.ts'
import { EVENTS, KNOWN_ROLES, TIED_OPERATIONS, TIED_USE } from './needs.ts'
import { callersOf, callsOf, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, ofApplications, truncatedList } from './use-evidence.ts'

/**
 * The page asks whether an application is on Alibaba Cloud (Usage notes). A public address may be an ECS instance behind an EIP or a host
 * anywhere else: only the operator knows which addresses are his.
 */
export const unknownNetwork: Rule = {
  id: 'unknown-network',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, TIED_USE, KNOWN_ROLES],
  texts: {
    en: {
      title: 'Unknown network location',
      message: (data) =>
        `Whether the application runs on Alibaba Cloud cannot be determined: ${callsOf(data, 'en')}${addressesOf(data, 'en')}.`,
      action: (data) =>
        [
          isPublic(data) &&
            'Set CMK_OWN_CIDRS to the public ranges that are yours on Alibaba Cloud (EIPs, NAT gateways): the next run then tells inside ' +
              'from outside.',
          isPlaceless(data) &&
            'Some events carry no conclusive address (none, no single one, or one of the 11.0.0.0/8 that Alibaba Cloud uses itself): ' +
              `ask the owners of ${callersOf(data, 'en')} where they run, and have them call the VPC endpoint of KMS.`,
        ]
          .filter((sentence) => sentence !== false)
          .join(' '),
    },
    zh: {
      title: '网络位置未知',
      message: (data) => `无法判断业务应用是否部署在阿里云上：${callsOf(data, 'zh')}${addressesOf(data, 'zh')}。`,
      action: (data) =>
        [
          isPublic(data) &&
            '请将您在阿里云上的公网地址段（弹性公网 IP、NAT 网关）配置到 CMK_OWN_CIDRS，下次运行即可区分云上与云外。',
          isPlaceless(data) &&
            '部分事件没有可供判断的地址（缺失、不是单个地址，或属于阿里云自用的 11.0.0.0/8）：' +
              `请向 ${callersOf(data, 'zh')} 的负责人确认部署位置，并改用 KMS 的 VPC 接入地址。`,
        ]
          .filter((sentence) => sentence !== false)
          .join(''),
    },
  },
  check: ({ uses, ownRangesKnown }) => {
    const open = ofApplications(uses).filter(
      ({ caller }) => caller.network === 'unknown' || (caller.network === 'public' && !ownRangesKnown),
    )
    return matchFromUses(open, {
      ...truncatedList(
        'addresses',
        'moreAddresses',
        open.flatMap(({ caller }) => caller.address ?? []),
      ),
      publicCalls: callsFrom('public', open),
      placelessCalls: callsFrom('unknown', open),
    })
  },
}

function callsFrom(network: 'public' | 'unknown', uses: readonly Use[]): number {
  return uses.filter(({ caller }) => caller.network === network).reduce((sum, { calls }) => sum + calls, 0)
}

function isPublic(data: FindingData): boolean {
  return numberOf(data, 'publicCalls') > 0
}

function isPlaceless(data: FindingData): boolean {
  return numberOf(data, 'placelessCalls') > 0
}

function addressesOf(data: FindingData, language: Language): string {
  const addresses = listed(listOf(data, 'addresses'), numberOf(data, 'moreAddresses'), language)
  if (addresses === '') return ''
  return FROM[language](addresses)
}

const FROM: Readonly<Record<Language, (addresses: string) => string>> = {
  en: (addresses) => `, from ${addresses}`,
  zh: (addresses) => `，来自 ${addresses}`,
}
