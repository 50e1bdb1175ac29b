import { type Message, message } from '../../../shared/domain/messages/message.ts'

/** Why something was not read: `DescribeKey: Forbidden.NoPermission`. */
export function call(action: string, code: string): Message {
  return message('call', { action, code })
}
