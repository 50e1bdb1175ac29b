import { relative } from 'node:path'
import { readDigest } from '../../functions/digest/read-digest.ts'
import { SOURCE_UNPROVEN } from '../../functions/usage/source-diagnostic.ts'
import { plain, type Section } from '../../shared/document/document.ts'
import { toTerminal } from '../../shared/document/terminal.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { silentLog } from '../../shared/log/log.ts'
import { zonedTime } from '../../shared/text/dates.ts'
import { paint } from '../../shared/text/verdict-style.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { counts } from '../../shared/views/key-line.ts'
import { reportPieces } from '../table-report.ts'
import { humanDuration } from '../terminal/human-duration.ts'
import { hasColour, openOutputs } from '../terminal/shell.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { writeFile } from '../write-file.ts'
import { DEMO_RATE, type DemoNight, runNights, type Tables } from './nights.ts'
import { runStory } from './run-story.ts'

/** Where the demo leaves what it makes. */
export interface DemoFiles {
  readonly store: string
  readonly report: string
  /** Folder of the digests of a longer story. */
  readonly digests: string
}

const WELCOME = `The sample company does not exist, and its cloud runs on this machine: no account is needed, nothing leaves it.
For the demo only, the simulated quotas are raised: ${DEMO_RATE.trail} LookupEvents calls a second (CMK_TRAIL_QPS=${DEMO_RATE.trail}) and ${DEMO_RATE.kms} KMS reads. A real
ActionTrail answers 2 calls a second, so the first night of a real account takes longer.

`

/** The demo: two nights, or a story of more; the digest of the last on stdout, the report as a file. */
export async function runDemo(terminal: Terminal, files: DemoFiles, nights = 2): Promise<void> {
  const { out } = openOutputs(terminal)
  const colour = hasColour(out, terminal, {})
  const draw = (title: string, sections: readonly Section[], lead: Parameters<typeof toTerminal>[0]['lead'] = []) =>
    out.write(toTerminal({ title, lead, sections }, out.width, paint(colour)))
  await out.write(WELCOME)
  const told: DemoNight[] = []
  const onNight = async (night: DemoNight) => {
    told.push(night)
    const cost = `; ${night.calls} calls in ${humanDuration(night.milliseconds)}`
    const title = `${told.length === 1 ? 'First' : 'Second'} night, events up to ${zonedTime(night.asOf, 'Asia/Shanghai')}`
    const unproven = night.diagnostics.filter(({ code }) => code === SOURCE_UNPROVEN)
    const unprovenLines = inEnglish(unproven).map(({ accountId, message, advice }) => [
      `Account ${accountId}: ${message}. ${advice}`,
    ])
    await draw(title, [], [[`${night.keys} keys: `, ...counts(night.byVerdict, 'en'), cost], ...unprovenLines, []])
  }
  let settings = ''
  const last = async ({ store, config, terminal: then }: Tables) => {
    settings = ['CMK_OWN_CIDRS', 'CMK_DESTINATION'].map((name) => `${name}=${then.env[name] ?? ''}`).join(' ')
    const digest = await readDigest(store, config, then)
    const fit = out.width === undefined ? {} : { width: out.width }
    await out.write(renderTerminal(digest, { ...fit, colour, language: 'en', timezone: config.timezone }))
    await writeFile(files.report, await reportPieces({ store, config, log: silentLog }, then, 'en'))
  }
  const { store: storeFile, digests } = files
  if (nights === 2) await runNights(terminal, { storeFile, nights, onNight }, last)
  else await runStory(terminal, { storeFile, nights, digestFolder: digests }, last)
  await draw('', nextSections(terminal.cwd, files, settings))
}

/** `settings`: what verdicts and plan of the company depend on besides the table. */
function nextSections(cwd: string, files: DemoFiles, settings: string): Section[] {
  return [
    {
      title: 'Written',
      items: [plain(`${relative(cwd, files.report)}: everything that the table holds, for a browser`)],
    },
    {
      title: 'Next',
      items: [
        plain(`export CMK_STORE=sqlite:${relative(cwd, files.store)} ${settings}`),
        plain('npm run -s cli -- explain alias/pay-card-data'),
        plain('npm run -s cli -- plan'),
        plain('npm run -s cli -- simulate'),
      ],
    },
  ]
}
