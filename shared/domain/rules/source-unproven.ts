import type { FindingData } from '../readiness.ts'
import { iso } from '../time.ts'
import { textOf } from './finding-data.ts'
import type { Rule } from './rule.ts'

/** No event is evidence of no use only where the trail is known to be the right one, and alive. */
export const sourceUnproven: Rule = {
  id: 'source-unproven',
  appliesTo: 'candidate',
  needs: [],
  texts: {
    en: {
      title: 'Source not proven',
      message: (data) => {
        const trail = `The trail of ${textOf(data, 'region')}`
        switch (textOf(data, 'why')) {
          case 'own-calls-missing':
            return `${trail} does not show the calls that this suite made at ${textOf(data, 'at')}: it may not be recording, or belong to somewhere else.`
          case 'events-missing':
            return `${trail} no longer shows the event of ${textOf(data, 'at')} that it showed before: it may not be recording, or belong to somewhere else.`
          case 'contradiction':
            return `${trail} answers with events of ${textOf(data, 'what')} ${textOf(data, 'name')}: nothing that it shows counts as evidence.`
          default:
            return `${trail} shows no event at all: whether it is recording cannot be told.`
        }
      },
      action: (data) =>
        isSilent(data)
          ? "Wait for the next night: by then the trail must show this run's own calls. If it does not, check the address of actiontrail in CMK_ENDPOINTS."
          : `Check the address of actiontrail for ${textOf(data, 'region')} in CMK_ENDPOINTS; the next run reads again what is not proven.`,
    },
    zh: {
      title: '证据来源未经证实',
      message: (data) => {
        const trail = `${textOf(data, 'region')} 的操作审计`
        switch (textOf(data, 'why')) {
          case 'own-calls-missing':
            return `${trail}中没有本工具在 ${textOf(data, 'at')} 发出的调用：它可能未在记录，或不是该地域的操作审计。`
          case 'events-missing':
            return `${trail}中不再出现此前显示过的 ${textOf(data, 'at')} 的事件：它可能未在记录，或不是该地域的操作审计。`
          case 'contradiction':
            return `${trail}返回了${isOfRegion(data) ? '地域' : '账号'} ${textOf(data, 'name')} 的事件：其内容均不能作为证据。`
          default:
            return `${trail}没有任何事件：无法确认它是否正常记录。`
        }
      },
      action: (data) =>
        isSilent(data)
          ? '请等待下一晚的运行：届时操作审计中应能看到本次运行发出的调用。若仍没有，请检查 CMK_ENDPOINTS 中 actiontrail 的地址。'
          : `请检查 CMK_ENDPOINTS 中 ${textOf(data, 'region')} 的 actiontrail 地址；未经证实的部分会在下次运行时重新读取。`,
    },
  },
  check: ({ source }) => {
    if (!source) return undefined
    const { why, region } = source
    return {
      data: {
        ...{ why, region },
        ...('at' in source ? { at: iso(source.at) } : {}),
        ...('what' in source ? { what: source.what, name: source.name } : {}),
      },
    }
  },
}

function isSilent(data: FindingData): boolean {
  return textOf(data, 'why') === 'no-event'
}

function isOfRegion(data: FindingData): boolean {
  return textOf(data, 'what') === 'region'
}
