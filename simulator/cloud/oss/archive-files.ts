import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { iso, MINUTE } from '../../../shared/domain/time.ts'
import type { RawEvent } from '../world.ts'

/** How often a trail writes a file. */
const PERIOD = 5 * MINUTE

/** A file as a trail puts it into its bucket. */
export interface ArchiveObject {
  /** Behind the prefix of the trail. */
  readonly key: string
  readonly body: Buffer
}

/** Whose events they are: of a region, and of an account where the trail is an organization's. */
export interface ArchiveOwner {
  readonly region: string
  readonly organization?: { readonly directory: string; readonly account: string }
}

/** How the events stand in a file: one list, or one a line. */
export type ArchiveFormat = 'array' | 'lines'

/** The files of a region's events, one for every period in which there was any, as ActionTrail writes them. */
export function archiveFiles(
  events: readonly RawEvent[],
  owner: ArchiveOwner,
  format: ArchiveFormat = 'array',
  period = PERIOD,
): ArchiveObject[] {
  const periods = new Map<number, RawEvent[]>()
  for (const event of events) {
    const at = Math.floor(Date.parse(String(event.eventTime)) / period)
    const found = periods.get(at)
    if (found) found.push(event)
    else periods.set(at, [event])
  }
  return [...periods.values()].map((held) => archiveFile(held, owner, format))
}

/** One file of events, named by its newest. */
export function archiveFile(
  events: readonly RawEvent[],
  owner: ArchiveOwner,
  format: ArchiveFormat = 'array',
): ArchiveObject {
  const text = format === 'array' ? JSON.stringify(events) : events.map((each) => `${JSON.stringify(each)}\n`).join('')
  const at = Math.max(...events.map(({ eventTime }) => Date.parse(String(eventTime))))
  return archiveObject(Buffer.from(text), { ...owner, at, count: events.length })
}

/** A text as a file of the archive. */
export function archiveObject(
  text: Buffer,
  { region, organization, at, count }: ArchiveOwner & { readonly at: number; readonly count: number },
): ArchiveObject {
  const body = gzipSync(text)
  const [date = '', time = ''] = iso(at).split(/[TZ]/)
  const owner = organization ? `${organization.directory}/${organization.account}/` : ''
  const md5 = createHash('md5').update(body).digest('hex')
  const stamp = `${date}${time}`.replace(/\D/g, '')
  const name = `Actiontrail_${region}_${stamp}_1002_${count}_${body.length}_${md5}.gz`
  return { key: `AliyunLogs/Actiontrail/${owner}${region}/${date.replaceAll('-', '/')}/${name}`, body }
}
