import type { Language } from '../domain/language.ts'
import type { Scenario } from '../domain/resources/scenario.ts'

/** The words about what needs a key: callers, cloud resources, secrets, and under which scenario of the page it moves. */
export interface NeedsMessages {
  readonly ofScenario: Readonly<Record<Scenario, string>>
  readonly quietButNeeded: string
  readonly quietNeeds: (count: number) => string
  readonly resources: string
  readonly noResource: string
  readonly moreResources: (count: number) => string
  readonly unread: (service: string, reason: string) => string
  /** `services`: the names of those that CMK_RESOURCES does not name. */
  readonly notAsked: (services: string) => string
  readonly picture: string
  readonly asTable: string
  readonly kind: string
  readonly name: string
  readonly detail: string
  readonly caller: string
  readonly resource: string
  readonly secret: string
  readonly calls: (count: number) => string
  readonly more: (count: number) => string
  readonly description: (callers: number, resources: number, secrets: number) => string
}

const EN: NeedsMessages = {
  ofScenario: {
    1: 'Scenario 1: only cloud services use the key. Nothing changes in applications.',
    2: 'Scenario 2: applications use the key.',
  },
  quietButNeeded: 'quiet but needed',
  quietNeeds: (count) =>
    `Quiet but needed: ${count === 1 ? '1 cloud resource or secret needs' : `${count} cloud resources or secrets need`} the key.`,
  resources: 'Cloud resources that need it',
  noResource: 'None was found.',
  moreResources: (count) => `and ${count} more`,
  unread: (service, reason) => `${service}: not read in the last run (${reason})`,
  notAsked: (services) => `Not asked: ${services} (CMK_RESOURCES)`,
  picture: 'What needs the key',
  asTable: 'The same as a table',
  kind: 'Kind',
  name: 'Name',
  detail: 'Use',
  caller: 'Caller',
  resource: 'Cloud resource',
  secret: 'Secret',
  calls: (count) => `${count} ${count === 1 ? 'call' : 'calls'}`,
  more: (count) => `${count} more`,
  description: (callers, resources, secrets) =>
    `${callers} ${callers === 1 ? 'caller' : 'callers'}, ${resources} cloud ${resources === 1 ? 'resource' : 'resources'} and ${secrets} ${secrets === 1 ? 'secret' : 'secrets'} need the key`,
}

const ZH: NeedsMessages = {
  ofScenario: {
    1: '场景一：仅云产品使用该密钥，无需改造业务应用。',
    2: '场景二：有业务应用使用该密钥。',
  },
  quietButNeeded: '无调用但仍被依赖',
  quietNeeds: (count) => `无调用但仍被依赖：有 ${count} 个云资源或凭据使用该密钥加密。`,
  resources: '依赖该密钥的云资源',
  noResource: '未发现云资源。',
  moreResources: (count) => `另有 ${count} 个`,
  unread: (service, reason) => `${service}：最近一次运行未能读取（${reason}）`,
  notAsked: (services) => `未查询：${services}（CMK_RESOURCES）`,
  picture: '谁依赖该密钥',
  asTable: '以表格查看',
  kind: '类型',
  name: '名称',
  detail: '用途',
  caller: '调用方',
  resource: '云资源',
  secret: '凭据',
  calls: (count) => `调用 ${count} 次`,
  more: (count) => `另有 ${count} 个`,
  description: (callers, resources, secrets) =>
    `${callers} 个调用方、${resources} 个云资源和 ${secrets} 个凭据依赖该密钥`,
}

const CATALOGUE: Readonly<Record<Language, NeedsMessages>> = { en: EN, zh: ZH }

/** The words about what needs a key in a language. */
export function needsMessagesFor(language: Language): NeedsMessages {
  return CATALOGUE[language]
}
