import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readDigest } from '../../functions/digest/read-digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Document, Section } from '../../shared/document/document.ts'
import { toTerminal } from '../../shared/document/terminal.ts'
import { makeFolder } from '../../shared/files/make-folder.ts'
import { paint } from '../../shared/text/verdict-style.ts'
import { changeSections, noLongerReadySections } from '../../shared/views/digest-changes.ts'
import { renderMarkdown } from '../../shared/views/digest-text.ts'
import { titleOf } from '../../shared/views/headline.ts'
import { counts, namingOf } from '../../shared/views/key-line.ts'
import { humanDuration } from '../terminal/human-duration.ts'
import { hasColour, openOutputs } from '../terminal/shell.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { writeFile } from '../write-file.ts'
import { type DemoNight, type Nights, runNights, type Tables } from './nights.ts'
import { CHAPTERS } from './story.ts'

export interface Story extends Pick<Nights, 'storeFile' | 'port' | 'prepare'> {
  readonly nights: number
  /** Gets a digest as Markdown for each night on which something happened; it is emptied before. */
  readonly digestFolder: string
}

/**
 * Follows the sample company over many nights: tells on `terminal` what happened by day and what that changed, and leaves the digests of those
 * nights as files. `work` sees the tables and the cloud after the last night.
 */
export async function runStory<T>(
  terminal: Terminal,
  { nights, digestFolder, ...where }: Story,
  work: Parameters<typeof runNights<T>>[2],
): Promise<T> {
  const { out } = openOutputs(terminal)
  const draw = (document: Document) => out.write(toTerminal(document, out.width, paint(hasColour(out, terminal, {}))))
  let number = 0
  await rm(digestFolder, { recursive: true, force: true })
  makeFolder(digestFolder)
  const onNight = async (night: DemoNight, { store, config, terminal: then }: Tables) => {
    number += 1
    const chapters = CHAPTERS.filter((each) => each.night === number)
    if (chapters.length === 0 && number !== 1 && number !== nights) return
    const digest = await readDigest(store, config, then)
    const file = join(digestFolder, `night-${String(number).padStart(2, '0')}.md`)
    await writeFile(file, [renderMarkdown(digest, { language: 'en', timezone: config.timezone })])
    await out.write('\n')
    await draw({
      title: `Night ${number} of ${nights} · ${titleOf(digest, 'en')}`,
      lead: [
        ...chapters.map(({ told }) => [`${told}.`]),
        [
          `${night.keys} keys: `,
          ...counts(night.byVerdict, 'en'),
          `; ${night.calls} calls in ${humanDuration(night.milliseconds)}`,
        ],
        [`the whole digest: ${relative(terminal.cwd, file)}`],
      ],
      sections: number === 1 ? [] : changesOf(digest, config.timezone),
    })
  }
  return runNights(
    terminal,
    {
      ...{ ...where, nights, onNight },
      onDay: async (night, day) => {
        for (const each of CHAPTERS) if (each.night === night) await each.happens(day)
      },
    },
    work,
  )
}

function changesOf(digest: Digest, timezone: string): Section[] {
  const naming = namingOf(digest, 'en', timezone)
  return [...noLongerReadySections(digest, naming), ...changeSections(digest, naming)]
}
