import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, numberOf } from './finding-data.ts'
import { EVENTS, KNOWN_ROLES, TIED_OPERATIONS, TIED_USE } from './needs.ts'
import { callersOf, callsOf, listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, ofApplications, truncatedList } from './use-evidence.ts'

/** The page asks for an application's language (scenario 2, step 2). A user agent can be anything, so an unknown one proves nothing. */
export const unknownClient: Rule = {
  id: 'unknown-client',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, TIED_USE, KNOWN_ROLES],
  texts: {
    en: {
      title: 'Unknown language',
      message: (data) =>
        `The user agent does not reveal the language of an application: ${callsOf(data, 'en')}${agentsOf(data, 'en')}.`,
      action: (data) =>
        `Ask the owners of ${callersOf(data, 'en')} which SDK they use, and have them keep its user agent unchanged: a later run then ` +
        'knows it.',
    },
    zh: {
      title: '开发语言未知',
      message: (data) => `无法从 User-Agent 识别业务应用的开发语言：${callsOf(data, 'zh')}${agentsOf(data, 'zh')}。`,
      action: (data) =>
        `请向 ${callersOf(data, 'zh')} 的负责人确认所用 SDK，并保留 SDK 默认的 User-Agent，以便后续运行识别。`,
    },
  },
  check: ({ uses }) => {
    const unknown = ofApplications(uses).filter(({ caller }) => caller.client === 'unknown')
    const agents = unknown.flatMap(({ caller }) => caller.agent ?? [])
    return matchFromUses(unknown, agents.length === 0 ? {} : truncatedList('agents', 'moreAgents', agents))
  },
}

const CALLED: Readonly<Record<Language, (names: string) => string>> = {
  en: (names) => ` (user agent: ${names})`,
  zh: (names) => `（User-Agent：${names}）`,
}

/** What the callers' user agents call themselves; nothing in rows of older versions. */
function agentsOf(data: FindingData, language: Language): string {
  const names = listOf(data, 'agents')
  return names.length === 0 ? '' : CALLED[language](listed(names, numberOf(data, 'moreAgents'), language))
}
