import type { FindingData } from '../readiness.ts'
import { iso } from '../time.ts'
import { listOf, textOf } from './finding-data.ts'
import { listed } from './phrases.ts'
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
          case 'operations-not-shown':
            return `${trail} shows other calls, and not those of ${listed(listOf(data, 'operations'), 0, 'en')} that doctor --probe made at ${textOf(data, 'at')}: that it shows no such call says nothing.`
          case 'agents-changed':
            return `${trail} shows the calls that doctor --probe made at ${textOf(data, 'at')} with another program's user agent: which client a call came from cannot be told.`
          default:
            return `${trail} shows no event at all: whether it is recording cannot be told.`
        }
      },
      action: (data) =>
        isOfShape(data)
          ? 'Read from a source that shows them (CMK_SOURCE), or ask Alibaba Cloud why they are missing; then run doctor --probe with a key of this region again.'
          : isSilent(data)
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
          case 'operations-not-shown':
            return `${trail}中有其他调用，但没有 doctor --probe 在 ${textOf(data, 'at')} 发出的 ${listed(listOf(data, 'operations'), 0, 'zh')} 调用：看不到这类调用，不能说明密钥未被调用。`
          case 'agents-changed':
            return `${trail}中 doctor --probe 在 ${textOf(data, 'at')} 发出的调用，其 User-Agent 变成了其他程序的：无法判断调用来自哪种客户端。`
          default:
            return `${trail}没有任何事件：无法确认它是否正常记录。`
        }
      },
      action: (data) =>
        isOfShape(data)
          ? '请改用能看到这些调用的数据源（CMK_SOURCE），或向阿里云咨询缺失原因；然后对该地域的密钥重新运行 doctor --probe。'
          : isSilent(data)
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
        ...('operations' in source ? { operations: source.operations } : {}),
        ...('what' in source ? { what: source.what, name: source.name } : {}),
      },
    }
  },
}

function isSilent(data: FindingData): boolean {
  return textOf(data, 'why') === 'no-event'
}

function isOfShape(data: FindingData): boolean {
  return listOf(data, 'operations').length > 0
}

function isOfRegion(data: FindingData): boolean {
  return textOf(data, 'what') === 'region'
}
