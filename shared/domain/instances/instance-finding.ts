import type { Message } from '../messages/message.ts'

/** `problem`: the destination does not fit, and something has to change. `check`: nobody but a person can tell. */
export type FindingLevel = 'problem' | 'check'

/** What is said of a destination, with the number that is missing among its params. */
export interface InstanceFinding {
  readonly level: FindingLevel
  readonly text: Message
}

export function problem(text: Message): InstanceFinding {
  return { level: 'problem', text }
}

export function check(text: Message): InstanceFinding {
  return { level: 'check', text }
}
