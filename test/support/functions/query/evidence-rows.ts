import { message } from '../../../../shared/domain/messages/message.ts'
import { DAY, iso, startOfDay } from '../../../../shared/domain/time.ts'
import { accountScope, ScopeProgress } from '../../../../shared/store/scope-progress.ts'
import type { Store } from '../../../../shared/store/store.ts'
import { call } from '../../domain/call.ts'
import { diagnostic } from '../../rows.ts'

export const ACCOUNT = '1234567890123456'
export const AS_OF = Date.parse('2026-11-22T18:15:00Z')
const FROM = AS_OF - 90 * DAY
const YOUNG = startOfDay(AS_OF - 10 * DAY)

/** What a run leaves of three regions: one read to the end, one with a gap and a reason, one in which no key needs evidence. */
export async function putEvidence(store: Pick<Store, 'progress'>): Promise<void> {
  const regions = ['cn-shanghai', 'cn-hangzhou', 'eu-central-1']
  const account = new ScopeProgress(store, accountScope(ACCOUNT))
  await account.putRunPlan({ run: 'last', asOf: iso(AS_OF), regions })
  await account.putDiagnostics('inventory', [])
  const of = (region: string) => new ScopeProgress(store, `${ACCOUNT}:${region}`)
  const proven = { asOf: AS_OF, state: 'proven', seen: [{ at: AS_OF - DAY, by: AS_OF }], shownAt: AS_OF } as const
  const whole = { from: FROM, to: AS_OF }
  const by = { lookup: [{ from: FROM, to: YOUNG }], 'sls accurate': [{ from: YOUNG, to: AS_OF }] }
  await of('cn-hangzhou').putReadings([['all', { covered: [whole], final: [], by }]], 1)
  await of('cn-hangzhou').putSourceProof(proven, 1)
  await of('cn-hangzhou').putReadingScope({ asOf: iso(AS_OF), from: iso(FROM), secondsLeft: 0 }, 1)
  const part = { from: YOUNG, to: AS_OF }
  await of('cn-shanghai').putReadings([['all', { covered: [part], final: [], by: { lookup: [part] } }]], 1)
  await of('cn-shanghai').putSourceProof({ ...proven, state: { why: 'own-calls-missing', at: AS_OF - DAY } }, 1)
  await of('cn-shanghai').putReadingScope({ asOf: iso(AS_OF), from: iso(FROM), secondsLeft: 7_200 }, 1)
  // A sentence, as an older version stored it, and a message.
  const texts = [
    '<b>80 days</b> of events are not read yet',
    call('<i>LookupEvents', 'Throttling'),
    message('budget-used-up'),
  ]
  const said = texts.map((text) => diagnostic({ stage: 'usage', message: text }))
  await of('cn-shanghai').putDiagnostics('usage', said, 1)
  await of('eu-central-1').putReadingScope({ asOf: iso(AS_OF), from: null, secondsLeft: 0 }, 1)
}
