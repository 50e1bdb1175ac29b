import {
  type AfterMove,
  type CallerAfterMove,
  type CallerState,
  LAST_DAYS,
  SHARED_GATEWAY_QPS,
} from '../after-move/after-move.ts'
import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { DAY, HOUR, type Instant, iso, parseInstant, SECOND } from '../time.ts'
import { type EventRef, MAX_EVENTS } from '../usage.ts'
import { listOf, numberOf, packOf, textOf } from './finding-data.ts'
import { AFTER_MOVE } from './needs.ts'
import { counted, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { truncatedList } from './use-evidence.ts'

/**
 * A key that has moved is still called the old way. "You must modify the application within one month after you migrate the CMK" (2023-09
 * page, scenario 2, step 5); the newer page lets applications stay with the shared gateway, and then this informs.
 */
export const oldGatewayUse: Rule = {
  id: 'old-gateway-use',
  appliesTo: 'key',
  actsAfterMove: true,
  needs: [AFTER_MOVE],
  texts: {
    en: {
      title: 'Still called the old way',
      message: (data) =>
        [...GROUPS.flatMap((group) => groupText(data, group, 'en')), month(data, 'en'), peak(data, 'en')].join(''),
      action: (data) => {
        const steps = [
          numberOf(data, 'failing') > 0
            ? `Check whether public access is switched on for ${instanceOf(data, 'en')}: only its owner sees that, in the console, and without it calls through the shared gateway fail.`
            : '',
          packOf(data).applicationsKeepSdk
            ? 'Nothing else has to change: applications may stay with the shared gateway.'
            : `Modify these applications so that they call the KMS instance ${before(data, 'en')}.`,
          numberOf(data, 'silent') > 0
            ? 'Of a caller that was not seen, ask its owner before you count it as done.'
            : '',
        ]
        return steps.filter((step) => step !== '').join(' ')
      },
    },
    zh: {
      title: '仍以旧方式调用',
      message: (data) =>
        [...GROUPS.flatMap((group) => groupText(data, group, 'zh')), month(data, 'zh'), peak(data, 'zh')].join(''),
      action: (data) => {
        const steps = [
          numberOf(data, 'failing') > 0
            ? `请检查${instanceOf(data, 'zh')}是否已开启公网访问：只有实例所有者能在控制台查看，未开启时通过共享网关的调用会失败。`
            : '',
          packOf(data).applicationsKeepSdk
            ? '其余无需改动：业务应用可继续使用共享网关。'
            : `请${before(data, 'zh')}完成这些业务应用的改造，改为访问 KMS 实例。`,
          numberOf(data, 'silent') > 0 ? '对迁移后未见调用的调用方，请先向其负责人确认，再视为完成。' : '',
        ]
        return steps.join('')
      },
    },
  },
  check: ({ key, afterMove, window }) => {
    if (!afterMove || afterMove.left === 0) return undefined
    const left = afterMove.callers.filter((caller) => caller.left)
    return {
      data: {
        ...{ instance: key.facts.kmsInstanceId ?? '', left: afterMove.left },
        ...groupData(afterMove, 'failing'),
        ...groupData(afterMove, 'shared-gateway'),
        ...groupData(afterMove, 'silent'),
        ...monthData(afterMove, window.to),
        ...(afterMove.peak && { peakCalls: afterMove.peak.calls, peakAt: afterMove.peak.at }),
      },
      events: eventsOf(left),
    }
  },
}

/** The states of those that are left, as they are told. */
const GROUPS = ['failing', 'shared-gateway', 'silent'] as const satisfies readonly CallerState[]
type Group = (typeof GROUPS)[number]
/** Under which name of a finding's data a state's callers are counted. */
const COUNT = { failing: 'failing', 'shared-gateway': 'shared', silent: 'silent' } as const

function groupData({ callers, left, failing, silent }: AfterMove, state: Group): FindingData {
  const names = callers.filter((caller) => caller.left && caller.state === state).map(({ principal }) => principal)
  const count = { failing, 'shared-gateway': left - failing - silent, silent }[state]
  return count === 0 ? {} : { [COUNT[state]]: count, ...truncatedList(`${COUNT[state]}Callers`, `more${state}`, names) }
}

/** The newest of every caller, then the one before it of each, and so on: no caller is without proof because another has much. */
function eventsOf(callers: readonly CallerAfterMove[]): readonly EventRef[] {
  const turns = Array.from({ length: MAX_EVENTS }, (_, turn) =>
    callers.flatMap(({ events, lastSeenAt }) => events.slice(turn, turn + 1).map((id) => ({ id, at: lastSeenAt }))),
  )
  return turns.flat().slice(0, MAX_EVENTS)
}

function monthData({ closesAt }: AfterMove, asOf: Instant): FindingData {
  const end = parseInstant(closesAt)
  return end === undefined ? {} : { closesAt: iso(end), daysLeft: Math.floor((end - asOf) / DAY) }
}

function groupText(data: FindingData, group: Group, language: Language): string[] {
  const count = numberOf(data, COUNT[group])
  const names = listOf(data, `${COUNT[group]}Callers`)
  if (count === 0) return []
  const [said, colon, end] = [GROUP_TEXTS[language][group](count), ...MARKS[language]]
  return names.length === 0
    ? [`${said}${end}`]
    : [`${said}${colon}${listed(names, count - names.length, language)}${end}`]
}

const MARKS: Readonly<Record<Language, readonly [colon: string, end: string]>> = { en: [': ', '. '], zh: ['：', '。'] }

const GROUP_TEXTS: Readonly<Record<Language, Readonly<Record<Group, (count: number) => string>>>> = {
  en: {
    failing: (count) => `The calls of ${counted(count, 'caller')} fail since the move`,
    'shared-gateway': (count) => `${counted(count, 'caller')} still ${count === 1 ? 'uses' : 'use'} the shared gateway`,
    silent: (count) =>
      count === 1
        ? '1 caller was not seen since, and nothing shows that it has gone over'
        : `${count} callers were not seen since, and nothing shows that they have gone over`,
  },
  zh: {
    failing: (count) => `${count} 个调用方自迁移后调用失败`,
    'shared-gateway': (count) => `${count} 个调用方仍通过共享网关调用`,
    silent: (count) => `${count} 个调用方在迁移后未见调用，且没有证据表明已完成切换`,
  },
}

/** The page's month, louder in its last days. */
function month(data: FindingData, language: Language): string {
  const at = textOf(data, 'closesAt')
  if (at === '') return KEEP_SDK[language]
  const days = numberOf(data, 'daysLeft')
  if (days < 0) return MONTH[language].over(at)
  return days <= LAST_DAYS ? MONTH[language].last(at, days) : MONTH[language].left(at, days)
}

const KEEP_SDK: Readonly<Record<Language, string>> = {
  en: 'Applications may stay with it.',
  zh: '业务应用可继续使用共享网关。',
}

const MONTH = {
  en: {
    left: (at: string, days: number) =>
      `The month for modifying applications ends at ${at}, ${counted(days, 'day')} from the last check.`,
    last: (at: string, days: number) =>
      `ONLY ${counted(days, 'day').toUpperCase()} LEFT: the month for modifying applications ends at ${at}.`,
    over: (at: string) => `THE MONTH IS OVER: it ended at ${at}, and the old entry point may be closed at any moment.`,
  },
  zh: {
    left: (at: string, days: number) => `业务应用改造的 1 个月期限截至 ${at}，自上次检查起还剩 ${days} 天。`,
    last: (at: string, days: number) => `仅剩 ${days} 天：业务应用改造的 1 个月期限截至 ${at}。`,
    over: (at: string) => `1 个月期限已过：已于 ${at} 截止，旧的 KMS 入口随时可能关闭。`,
  },
} as const

function before(data: FindingData, language: Language): string {
  const at = textOf(data, 'closesAt')
  const isOver = numberOf(data, 'daysLeft') < 0
  if (language === 'en') return at === '' || isOver ? 'now' : `before ${at}`
  return at === '' || isOver ? '立即' : `在 ${at} 之前`
}

/** What the shared gateway had to serve in the busiest hour: an average, so its busiest second had more. */
function peak(data: FindingData, language: Language): string {
  const calls = numberOf(data, 'peakCalls')
  const at = textOf(data, 'peakAt')
  if (calls === 0 || at === '') return ''
  const perSecond = calls / (HOUR / SECOND)
  const average = perSecond <= 1 ? AT_MOST_ONE[language] : ABOUT[language](Math.round(perSecond))
  return language === 'en'
    ? ` In the busiest hour, from ${at} on, the moved keys of this account and region had ${counted(calls, 'call')} through the shared gateway, on average ${average} a second; single seconds had more. It serves ${SHARED_GATEWAY_QPS} a second.`
    : `最忙的 1 小时（自 ${at} 起），该账号和地域中已迁移的密钥经共享网关共调用 ${calls} 次，平均每秒${average}次，个别秒会更高；共享网关的上限为每秒 ${SHARED_GATEWAY_QPS} 次。`
}

const AT_MOST_ONE: Readonly<Record<Language, string>> = { en: 'at most 1', zh: '不超过 1 ' }
const ABOUT: Readonly<Record<Language, (calls: number) => string>> = {
  en: (calls) => `about ${calls}`,
  zh: (calls) => `约 ${calls} `,
}

/** By its id, which is not known where only the kind of the key could be read. */
function instanceOf(data: FindingData, language: Language): string {
  const id = textOf(data, 'instance')
  if (id === '') return language === 'en' ? 'the KMS instance' : '该 KMS 实例'
  return language === 'en' ? `KMS instance ${id}` : ` KMS 实例 ${id} `
}
