import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { iso } from '../../../../shared/domain/time.ts'

/** What is wrong with a trail that is not proven, and how to mend it. `host`: where it was asked; null where there is no address. */
export function explainProblem(
  problem: SourceProblem,
  region: string,
  host: string | null,
): { readonly message: Message; readonly advice: Message } {
  return {
    message: messageOf(problem, region),
    advice: problem.why === 'no-event' ? message('next-run-settles') : message('check-trail-address', { region, host }),
  }
}

function messageOf(problem: SourceProblem, region: string): Message {
  switch (problem.why) {
    case 'no-event':
      return message('trail-silent', { region })
    case 'own-calls-missing':
      return message('trail-own-calls-missing', { region, at: iso(problem.at) })
    case 'events-missing':
      return message('trail-events-missing', { region, at: iso(problem.at) })
    case 'contradiction':
      return message('trail-contradicts', { region, what: problem.what, name: problem.name })
  }
}
