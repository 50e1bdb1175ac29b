import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { iso } from '../../../../shared/domain/time.ts'

/** What is wrong with a logstore that is not proven, and how to mend it. `source`: as CMK_SOURCE has it. */
export function explainLogProblem(
  problem: SourceProblem,
  region: string,
  source: string,
): { readonly message: Message; readonly advice: Message } {
  const id = problem.why === 'no-event' ? 'next-run-settles-logstore' : 'check-logstore'
  return { message: messageOf(problem, region), advice: message(id, { region, source }) }
}

function messageOf(problem: SourceProblem, region: string): Message {
  switch (problem.why) {
    case 'no-event':
      return message('logstore-silent', { region })
    case 'own-calls-missing':
      return message('logstore-own-calls-missing', { region, at: iso(problem.at) })
    case 'events-missing':
      return message('logstore-events-missing', { region, at: iso(problem.at) })
    case 'contradiction':
      return message('logstore-contradicts', { region, what: problem.what, name: problem.name })
  }
}
