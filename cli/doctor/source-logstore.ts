import { columnOf } from '../../functions/usage/sources/sls/columns.ts'
import { examineLogstore, type LogstoreFacts } from '../../functions/usage/sources/sls/examine-logstore.ts'
import type { Settings } from '../../functions/usage/sources/sls/settings.ts'
import type { TrailPlace } from '../../functions/usage/sources/trail/places.ts'
import { placeRefused } from '../../functions/usage/sources/trail/sentences.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { sourceText } from '../../shared/config/source-value.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import type { Finding } from './finding.ts'
import { adviceOf, type DoctorServices, failureIn } from './services.ts'

const check = 'source'
const ADD_COLUMNS = 'Add the fields to the index, with analytics; evidence setup says how.'

/** What a trail's logstore can show: its rights, what it keeps, its index, and how SQL is answered. */
export async function logstoreFindings(
  place: Extract<TrailPlace, { readonly kind: 'sls' }>,
  settings: Settings,
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const text = sourceText(place)
  try {
    const facts = await examineLogstore(place, settings, services, services.within)
    return [{ check, status: 'ok', what: described(text, facts) }, ...warningsOf(text, facts, services)]
  } catch (caught) {
    const error = failureIn(caught, CloudError, services)
    const { reason } = placeRefused(text, error)
    const what = inEnglish(reason)
    return [{ check, status: 'failed', what: `${what}: ${error.action}`, advice: adviceOf(error), fatal: true }]
  }
}

function described(text: string, { days, mode, parts: { has, lacking } }: LogstoreFacts): string {
  const kept = days === undefined ? 'for ever' : `${days} days`
  const columns = lacking.length === 0 ? `its index has what is read (${has.size} columns)` : 'it has an index'
  const how =
    mode === 'accurate' ? 'SQL is answered in the completely accurate mode' : 'SQL is answered in standard mode'
  return `${text} may be read, and keeps events ${kept}; ${columns}; ${how}`
}

function warningsOf(
  text: string,
  { days, parts, indexedSince, mode }: LogstoreFacts,
  { config: { observationDays }, clock }: DoctorServices,
): readonly Finding[] {
  const warning = (what: string, advice: string): Finding => ({
    check,
    status: 'warning',
    what: `${text}: ${what}`,
    advice,
  })
  const start = clock() - observationDays * DAY
  return [
    ...(days !== undefined && days < observationDays
      ? [
          warning(
            `it keeps fewer days than the ${observationDays} of CMK_OBSERVATION_DAYS`,
            inEnglish(message('logstore-forgets', { days })),
          ),
        ]
      : []),
    ...(parts.lacking.length > 0
      ? [
          warning(
            `its index lacks ${firstFew(parts.lacking.map(columnOf))}: events are read one by one, and a day of too many is a gap`,
            ADD_COLUMNS,
          ),
        ]
      : []),
    ...(parts.poorer.length > 0
      ? [warning(inEnglish(message('index-poorer', { columns: parts.poorer.map(columnOf) })), ADD_COLUMNS)]
      : []),
    ...(indexedSince > start
      ? [
          warning(
            `its index was changed at ${iso(indexedSince)}, within the window: what it lacked before, it lacks for those days`,
            'Reindex the logstore, or let a history job deliver the days again (evidence setup).',
          ),
        ]
      : []),
    ...(mode === 'standard'
      ? [
          warning(
            'the project refuses the completely accurate mode: an answer that was cut is asked for again in parts, and what stays cut is a gap',
            'Switch the project to dedicated SQL, which has that mode.',
          ),
        ]
      : []),
    ...(mode === undefined
      ? [
          warning(
            'SQL over one hour has no whole answer: days may be gaps',
            'Run again when other queries take less of the project, or add shards.',
          ),
        ]
      : []),
  ]
}
