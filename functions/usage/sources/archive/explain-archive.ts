import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { iso } from '../../../../shared/domain/time.ts'
import type { ArchiveError } from './archive.ts'

/** What is wrong with a file or a folder. */
export function fileFault(path: string, { fault, detail }: ArchiveError): Message {
  return message('archive-file', { path, fault, detail })
}

/** What is wrong with an archive that is not proven, and how to mend it. */
export function explainProblem(
  problem: SourceProblem,
  region: string,
): { readonly message: Message; readonly advice: Message } {
  return {
    message: messageOf(problem, region),
    advice: problem.why === 'contradiction' ? message('archive-check-owner') : message('archive-check-trail'),
  }
}

function messageOf(problem: SourceProblem, region: string): Message {
  switch (problem.why) {
    case 'no-event':
      return message('archive-silent', { region })
    case 'own-calls-missing':
      return message('archive-own-calls-missing', { region, at: iso(problem.at) })
    case 'events-missing':
      return message('archive-events-missing', { region, at: iso(problem.at) })
    case 'contradiction':
      return message('archive-contradicts', { region, what: problem.what, name: problem.name })
  }
}
