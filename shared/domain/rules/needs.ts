import type { FactName, UnreadFact } from '../key.ts'
import type { Language } from '../language.ts'
import { textIn } from '../messages/text-in.ts'
import { missingFacts } from '../missing-facts.ts'
import type { ReadinessRow } from '../readiness.ts'
import { serviceTitle } from '../resources/key-resource.ts'
import { DAY, HOUR } from '../time.ts'
import { decidesAlone } from '../verdict.ts'
import { listOf, numberOf } from './finding-data.ts'
import { counted, listed } from './phrases.ts'

/** What of a row tells whether a rule could be judged. */
export type JudgedRow = Pick<
  ReadinessRow,
  | 'rules'
  | 'verdict'
  | 'staleVerdict'
  | 'facts'
  | 'unread'
  | 'observed'
  | 'usage'
  | 'findings'
  | 'resourceReads'
  | 'afterMove'
>

/** A few words without a full stop, in every language. Not escaped: they may hold codes from the cloud. */
export type Phrase = Readonly<Record<Language, string>>

/** Something without which a rule cannot be judged: says what of it is missing from a row; undefined where nothing is. */
export type Need = (row: JudgedRow) => Phrase | undefined

/** A fact of the key. One that a key may lack (rotation of an asymmetric key) is there unless the row says that it was not read. */
export function fact(name: FactName | 'secrets'): Need {
  return (row) => {
    const unread = row.unread.find((each) => each.fact === name)
    if (unread) return notRead(unread)
    if (!isMissing(name, row)) return undefined
    return needNotMove(row) ? NOT_ASKED : notRead({ fact: name, reason: '' })
  }
}

/** Whether the key is a service key, or one of a KMS instance. */
export const KIND: Need = (row) => {
  const unread = row.unread.find(({ fact: name }) => name === 'creatorType' || name === 'kmsInstanceId')
  if (unread) return notRead(unread)
  const open = row.findings.some(
    ({ rule, data }) => rule === 'evidence-incomplete' && listOf(data, 'unread').includes('kmsInstanceId'),
  )
  return open ? notRead({ fact: 'kmsInstanceId', reason: '' }) : undefined
}

/** All events of the observation window, from a trail that is known to be the right one. */
export const EVENTS: Need = ({ observed, findings }) => {
  const unproven = findings.find(({ rule }) => rule === 'source-unproven')
  if (unproven) {
    if (listOf(unproven.data, 'operations').length > 0) return NOT_AS_CALLED
    return {
      en: 'nothing proves yet that the events read are those of this region and account',
      zh: '尚不能证明所读取的事件属于该账号和地域',
    }
  }
  if (Date.parse(observed.from) >= Date.parse(observed.to))
    return { en: 'nothing could be observed yet', zh: '尚无可观察的数据' }
  if (observed.complete && observed.gaps.length === 0) return undefined
  const missing = observed.gaps.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
  const days = Math.round(missing / DAY)
  const hours = Math.max(1, Math.ceil(missing / HOUR))
  return days >= 1
    ? { en: `events of ${counted(days, 'day')} are not read`, zh: `有 ${days} 天的事件未读取` }
    : { en: `events of ${counted(hours, 'hour')} are not read`, zh: `有 ${hours} 小时的事件未读取` }
}

const NOT_AS_CALLED: Phrase = {
  en: 'a probe found that the source does not show calls as they were made',
  zh: '探测发现数据源未如实显示所发出的调用',
}

/** The same of a rule that one use settles, whatever else was not read. */
export const EVENTS_OF_UNUSED: Need = (row) => (row.usage.calls > 0 ? undefined : EVENTS(row))

/** The same of a rule that one caller settles who is no cloud service. */
export const EVENTS_OF_SERVICES: Need = (row) =>
  row.usage.callers.some(({ client }) => client !== 'cloud-service') ? undefined : EVENTS(row)

/** The cloud resources that name the key, of every service that was to be asked. */
export const RESOURCES: Need = ({ resourceReads = [] }) => {
  const unread = resourceReads.filter((each) => each.unread !== null)
  if (unread.length === 0) return undefined
  const named = (language: Language) =>
    unread.map(({ service, unread: reason }) => `${serviceTitle(service)} (${textIn(reason ?? '', language)})`)
  return {
    en: `resources of ${listed(named('en'), 0, 'en')} were not read`,
    zh: `未能读取 ${listed(named('zh'), 0, 'zh')} 的云资源`,
  }
}

/** Deciding operations that tie to their keys. */
export const TIED_OPERATIONS: Need = unless('unattributed-operation', () => ({
  en: 'ReEncrypt or export calls that name no key may have used it',
  zh: '部分 ReEncrypt 或数据密钥导出调用无法对应到密钥，可能使用了本密钥',
}))

/** Other calls that tie to their keys. */
export const TIED_USE: Need = unless('unattributed-use', () => ({
  en: 'calls that cannot be attributed to a key may have used it',
  zh: '部分调用无法对应到密钥，可能使用了本密钥',
}))

/** Operations of which it is known whether they use the key. */
export const KNOWN_OPERATIONS: Need = unless('unknown-operation', () => ({
  en: 'what an operation that names the key does with it is not known',
  zh: '有操作指向本密钥，但无法确定其是否使用密钥',
}))

/** All events since the move of a key that has moved. */
export const AFTER_MOVE: Need = ({ verdict, staleVerdict = verdict, afterMove }) =>
  staleVerdict !== 'migrated' || afterMove?.complete
    ? undefined
    : { en: 'events since the move are not read completely', zh: '迁移后的事件尚未读全' }

/** Whether a role that calls is a service's or an application's. */
export const KNOWN_ROLES: Need = unless('unknown-service-role', () => ({
  en: 'whether a calling role belongs to a cloud service is not known',
  zh: '无法确定某个调用方角色是否为云产品的服务角色',
}))

/** The language of every application that calls. */
export const LANGUAGES_OF_CALLERS: Need = unless('unknown-client', () => ({
  en: 'the language of a caller is not known',
  zh: '有调用方的开发语言未知',
}))

/** Whether every application that calls is on Alibaba Cloud. */
export const NETWORKS_OF_CALLERS: Need = unless('unknown-network', (data) =>
  numberOf(data, 'publicCalls') > 0
    ? {
        en: 'calls come from public addresses, and which are yours is not configured, or could not be read (CMK_OWN_CIDRS)',
        zh: '有来自公网地址的调用，但哪些地址属于您尚未配置，或未能读全（CMK_OWN_CIDRS）',
      }
    : { en: 'where a caller runs is not known', zh: '有调用方的网络位置未知' },
)

/** What another rule found stands in the way. */
function unless(rule: string, missing: (data: ReadinessRow['findings'][number]['data']) => Phrase): Need {
  return ({ findings }) => {
    const found = findings.find((finding) => finding.rule === rule)
    return found && missing(found.data)
  }
}

function isMissing(name: FactName | 'secrets', row: JudgedRow): boolean {
  if (name === 'secrets') return needNotMove(row)
  // Of a key that was never described nothing is known, be it a fact that a key may lack.
  if (name === 'automaticRotation') return row.facts.keyState === null && row.facts.automaticRotation === null
  return missingFacts(row.facts).includes(name)
}

function needNotMove({ verdict, staleVerdict = verdict }: JudgedRow): boolean {
  return decidesAlone(staleVerdict)
}

const NOT_ASKED: Phrase = {
  en: 'not read: the key needs no migration',
  zh: '该密钥无需迁移，未读取此项信息',
}

function notRead({ fact: name, reason }: UnreadFact): Phrase {
  return reason === ''
    ? { en: `${name} was not read`, zh: `未能读取 ${name}` }
    : {
        en: `${name} was not read (${textIn(reason, 'en')})`,
        zh: `未能读取 ${name}（${textIn(reason, 'zh')}）`,
      }
}
