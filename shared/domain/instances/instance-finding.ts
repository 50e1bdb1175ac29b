import type { Message } from '../messages/message.ts'

/** `problem`: the destination does not fit, and something has to change. `check`: nobody but a person can tell. `advice`: there is no destination yet. */
export const FINDING_LEVELS = ['problem', 'check', 'advice'] as const
export type FindingLevel = (typeof FINDING_LEVELS)[number]

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

export function advice(text: Message): InstanceFinding {
  return { level: 'advice', text }
}
