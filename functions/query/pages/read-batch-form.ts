import { momentAt } from '../../../shared/domain/calendar.ts'
import { subjectOf } from '../../../shared/domain/decisions/decision.ts'
import { iso } from '../../../shared/domain/time.ts'
import { numberSeen, type SentForm, typedIn } from './read-form.ts'

/** What a form of the plan says of a batch, as a decision request. `timezone`: of the moments that it has. */
export function readBatchForm(body: string, timezone: string): SentForm {
  const form = new URLSearchParams(body)
  const typed = typedIn(form)
  const { account, region, batch = '', state, by, why } = typed
  // What is no moment goes on as it is, to be refused by what it is.
  const moment = (text: string) => {
    const at = momentAt(text, timezone)
    return at === undefined ? text : iso(at)
  }
  const [ticket, from, to] = [typed.ticket?.trim(), typed.from ?? '', typed.to ?? '']
  const decision = {
    ...{ kind: 'batch', batch, state },
    ...(ticket && { ticket }),
    ...((from !== '' || to !== '') && { window: { from: moment(from), to: moment(to) } }),
  }
  const after = numberSeen(form, subjectOf({ kind: 'batch', batch }))
  return {
    token: form.get('token') ?? '',
    typed,
    request: { accountId: account, region, decision, by, why, after },
  }
}
