import { EVENTS, KNOWN_ROLES, TIED_OPERATIONS } from './needs.ts'
import { callsOf } from './phrases.ts'
import type { Rule } from './rule.ts'
import { decidingUses, matchFromUses, wasMeant } from './use-evidence.ts'

/**
 * The dedicated gateway of a KMS instance takes every cryptographic operation but ReEncrypt, which only the shared gateway has. Applications
 * that stay on the shared gateway notice nothing; who moves to the instance's own address does.
 */
export const reencryptStaysOnSharedGateway: Rule = {
  id: 'reencrypt-stays-on-shared-gateway',
  appliesTo: 'key',
  needs: [EVENTS, TIED_OPERATIONS, KNOWN_ROLES],
  texts: {
    en: {
      title: 'ReEncrypt stays on the shared gateway',
      message: (data) => `An application uses ReEncrypt, which the dedicated gateway lacks: ${callsOf(data, 'en')}.`,
      action: () =>
        'Leave these calls on the shared gateway, and switch on public access of the KMS instance for it. ' +
        'Before the application moves to the dedicated gateway, use Decrypt and then Encrypt in place of ReEncrypt.',
    },
    zh: {
      title: 'ReEncrypt 只能经共享网关调用',
      message: (data) => `业务应用使用了专属网关不支持的 ReEncrypt：${callsOf(data, 'zh')}。`,
      action: () =>
        '请让这些调用继续经共享网关访问，并为 KMS 实例开启公网访问。业务应用改用专属网关之前，请用 Decrypt 加 Encrypt 代替 ReEncrypt。',
    },
  },
  check: ({ uses }) =>
    matchFromUses(decidingUses(uses).filter((use) => use.operation === 'ReEncrypt' && wasMeant(use))),
}
