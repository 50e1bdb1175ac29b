import { isPlain } from '../caller.ts'
import { isDeciding } from '../operations.ts'
import type { Use } from '../rule-context.ts'
import { EVENTS, TIED_OPERATIONS, TIED_USE } from './needs.ts'
import { callersOf, callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { matchFromUses, wasMeant } from './use-evidence.ts'

/**
 * The page tells use by cloud services (scenario 1) from use by applications (scenario 2). A role whose name has the form of a service
 * role and which the list does not have can be either: anybody can make a role of such a name. It matters only where an application's
 * call would.
 */
export const unknownServiceRole: Rule = {
  id: 'unknown-service-role',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, TIED_USE],
  texts: {
    en: {
      title: 'Unknown service role',
      message: (data) =>
        'A role that is named like a service role of Alibaba Cloud, but is not on the list of known ones, used the key: ' +
        `${callsOf(data, 'en')}.`,
      action: (data) =>
        `Look at the trust policy of ${callersOf(data, 'en')} in RAM. If only an Alibaba Cloud service may assume it and none of your code ` +
        'runs with it, have it added to the list of service roles of this tool. If your own programs assume it, give them a role with a ' +
        'name of your own.',
    },
    zh: {
      title: '未知的服务角色',
      message: (data) =>
        `使用该密钥的 RAM 角色，其名称符合阿里云服务角色的命名方式，但不在已知服务角色列表中：${callsOf(data, 'zh')}。`,
      action: (data) =>
        `请在 RAM 控制台查看 ${callersOf(data, 'zh')} 的信任策略。如果仅允许阿里云服务扮演，且没有您的代码以该角色运行，` +
        '请将其加入本工具的服务角色列表；如果由您的程序扮演，请为程序改用自定义名称的角色。',
    },
  },
  check: ({ uses }) =>
    matchFromUses(uses.filter((use) => use.caller.kind === 'unlisted-service-role' && wouldMatter(use))),
}

/** True where a call by an application would fire a rule. */
function wouldMatter(use: Use): boolean {
  return !isPlain(use.caller) || (isDeciding(use.operation) && wasMeant(use))
}
