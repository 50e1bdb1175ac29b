import { EVENTS, KNOWN_ROLES, TIED_OPERATIONS, TIED_USE } from './needs.ts'
import { callersOf, callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, ofApplications } from './use-evidence.ts'

/** The page asks for an application's language (scenario 2, step 2). A user agent can be anything, so an unknown one proves nothing. */
export const unknownClient: Rule = {
  id: 'unknown-client',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, TIED_USE, KNOWN_ROLES],
  texts: {
    en: {
      title: 'Unknown language',
      message: (data) => `The user agent does not reveal the language of an application: ${callsOf(data, 'en')}.`,
      action: (data) =>
        `Ask the owners of ${callersOf(data, 'en')} which SDK they use, and have them keep its user agent unchanged: a later run then ` +
        'knows it.',
    },
    zh: {
      title: '开发语言未知',
      message: (data) => `无法从 User-Agent 识别业务应用的开发语言：${callsOf(data, 'zh')}。`,
      action: (data) =>
        `请向 ${callersOf(data, 'zh')} 的负责人确认所用 SDK，并保留 SDK 默认的 User-Agent，以便后续运行识别。`,
    },
  },
  check: ({ uses }) => matchFromUses(ofApplications(uses).filter(({ caller }) => caller.client === 'unknown')),
}
