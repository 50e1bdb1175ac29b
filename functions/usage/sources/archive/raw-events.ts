import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { objectsIn } from '../../../../shared/domain/event-values.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { MINUTE } from '../../../../shared/domain/time.ts'
import type { RawEvent, RawEvents } from '../source.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { branchesOf } from './layout.ts'
import { TrailFiles } from './trail-files.ts'

/** A trail delivers to a bucket within 10 minutes, in files of 5 (vendor's page on delivery to OSS). */
const DELAY = 15 * MINUTE
/** Files of an hour are few and small; one that is read is not read again. */
const MAX_FILES = 200

/** Where an archive is, as of each question: a copy that somebody makes by and by, or a bucket. */
export type OpenArchive = (signal: AbortSignal) => Promise<{ readonly archive: Archive; readonly trail: string }>

/** Whole events, of the files that were written since the first of them can have happened. */
export function archiveRawEvents(name: string, scope: Scope, open: OpenArchive): RawEvents {
  const read = new Map<string, readonly RawEvent[]>()
  return {
    name,
    delay: DELAY,
    find: async (operation, { from }, isWanted, { signal }) => {
      const { archive, trail } = await open(signal)
      for (const branch of await branchesOf(archive, trail, scope)) {
        const files = await (await TrailFiles.open(archive, branch, scope.region)).of(({ to }) => to >= from)
        for (const { path, fault } of files.slice(-MAX_FILES)) {
          signal.throwIfAborted()
          if (fault || read.has(path)) continue
          const events = await eventsOf(archive, path)
          if (events) read.set(path, events)
        }
      }
      return [...read.values()].flat().find((raw) => raw.eventName === operation && isWanted(raw))
    },
  }
}

/** Undefined for a file that cannot be read, or not yet. */
async function eventsOf(archive: Archive, path: string): Promise<readonly RawEvent[] | undefined> {
  try {
    const text = gunzipSync(await buffer(archive.open(path))).toString()
    const lines = /^\s*\[/.test(text) ? [text] : text.split('\n')
    return lines.flatMap((line) => objectsIn(line)).filter(({ serviceName }) => serviceName === 'Kms')
  } catch (error) {
    if (error instanceof ArchiveError || (error instanceof Error && 'code' in error)) return undefined
    throw error
  }
}
