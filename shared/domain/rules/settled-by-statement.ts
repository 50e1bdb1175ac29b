import type { Language } from '../language.ts'
import { type Message, message, type Text } from '../messages/message.ts'
import { textIn } from '../messages/text-in.ts'
import type { FindingData } from '../readiness.ts'
import type { Use } from '../rule-context.ts'
import { numberOf, textsOf } from './finding-data.ts'
import { listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, truncatedList } from './use-evidence.ts'

/** A verdict that rests on what somebody said, because the events do not say it, names who that was. */
export const settledByStatement: Rule = {
  id: 'settled-by-statement',
  appliesTo: 'candidate',
  needs: [],
  texts: {
    en: {
      title: 'Settled by a statement',
      message: (data) => `The events leave open whose calls these are; people said: ${saidOf(data, 'en')}.`,
      action: () =>
        'Have the statement confirmed before the key is migrated; `state` shows it whole and withdraws it. Calls made after its end are open again.',
    },
    zh: {
      title: '由人工说明确定',
      message: (data) => `事件无法确定这些调用的归属，依据以下人工说明判定：${saidOf(data, 'zh')}。`,
      action: () =>
        '迁移该密钥前请再次确认该说明；可用 `state` 命令查看全文或撤回。说明到期之后的调用将重新视为无法确定。',
    },
  },
  check: ({ uses, saidToBeOthers }) => {
    const settled = [...uses, ...saidToBeOthers].filter(({ said = [] }) => said.length > 0)
    return matchFromUses(settled, truncatedList('statements', 'moreStatements', statementsOf(settled)))
  },
}

function statementsOf(uses: readonly Use[]): readonly Text[] {
  return uses.flatMap(({ said = [] }) =>
    said.map(({ value, by, at }): Message => {
      const { principal } = value
      return value.kind === 'client-statement'
        ? message('said-client', { principal, client: value.client, by, at })
        : message('said-keys', { principal, keys: value.keyIds, by, at })
    }),
  )
}

function saidOf(data: FindingData, language: Language): string {
  const said = textsOf(data, 'statements').map((text) => textIn(text, language))
  return listed(said, numberOf(data, 'moreStatements'), language)
}
