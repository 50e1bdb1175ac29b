import { type Command, InvalidArgumentError } from 'commander'
import { readDigest } from '../../functions/digest/read-digest.ts'
import type { Language } from '../../shared/domain/verdict.ts'
import type { Digest } from '../../shared/notify/digest.ts'
import { renderJson } from '../../shared/notify/render-json.ts'
import { renderMarkdown } from '../../shared/notify/render-markdown.ts'
import { renderTerminal } from '../../shared/notify/render-terminal.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { choice, language } from '../options.ts'
import type { Act } from '../program.ts'
import type { Shell } from '../shell.ts'

const FORMATS = ['table', 'markdown', 'json'] as const

interface DigestOptions {
  readonly format: (typeof FORMATS)[number]
  readonly lang: Language
}

const HELP = `
Examples:
  npm run -s cli -- digest
  npm run -s cli -- digest --lang zh --format markdown
  npm run -s cli -- digest --format json | jq .totals

Exit status: 0 told · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `digest`: what changed and how things stand, now. */
export function addDigest(program: Command, act: Act): void {
  program
    .command('digest')
    .description('tell what changed, what may be migrated now, and what may not and why')
    .option('--channel <channel>', 'where to: terminal', channel, 'terminal')
    .option('--lang <language>', 'en, zh', language, 'en')
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .option('--dry-run', 'print it and send nothing: what the channel terminal does anyway')
    .addHelpText('after', HELP)
    .action((options: DigestOptions) => act((shell) => tellDigest(shell, options)))
}

function channel(name: string): string {
  if (name.trim() !== 'terminal') throw new InvalidArgumentError('This version tells the digest on the terminal only.')
  return 'terminal'
}

function tellDigest(shell: Shell, options: DigestOptions): Promise<ExitStatus> {
  return withTable(shell, async ({ config, store }) => {
    const digest = await readDigest(store, config, shell.terminal)
    await shell.out.write(draw(digest, shell, options))
    return EXIT.done
  })
}

function draw(digest: Digest, { out, colour }: Shell, { format, lang }: DigestOptions): string {
  const { timezone } = digest
  if (format === 'json') return renderJson(digest)
  if (format === 'markdown') return renderMarkdown(digest, { language: lang, timezone })
  return renderTerminal(digest, {
    colour,
    language: lang,
    timezone,
    ...(out.width === undefined ? {} : { width: out.width }),
  })
}
