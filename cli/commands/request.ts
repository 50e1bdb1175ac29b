import type { Command } from 'commander'
import type { Language } from '../../shared/domain/language.ts'
import { requestCsv } from '../../shared/rows/request-csv.ts'
import { jsonText } from '../../shared/text/escape.ts'
import { requestMessagesFor } from '../../shared/text/request-messages.ts'
import { renderRequest } from '../../shared/views/request.ts'
import { requestAsJson } from '../../shared/views/request-json.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { withTable } from '../open.ts'
import { accountList, choice, language, regionList } from '../options.ts'
import { warnOfPartialTable } from '../partial-table.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown } from './query.ts'

const FORMATS = ['text', 'csv', 'json'] as const

interface RequestOptions {
  readonly batch?: string
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly lang: Language
  readonly format: (typeof FORMATS)[number]
}

const HELP = `
Examples:
  npm run -s cli -- request
  npm run -s cli -- request --batch <batch id> --lang zh
  npm run -s cli -- request --format csv > request.csv

For each batch of the plan what to check before, the text of the ticket to technical support with all that the vendor's page asks for (or,
by the page of 2024-11, the steps of the console's migration tool), and what the owners of the keys have to do. A batch that somebody has
decided about (state batch) has the keys, the window and the ticket number of that decision. Keys that the page sends to technical support
come with their evidence. A batch without a window or a destination says so. Nothing is changed or sent.

Exit status: 0 shown · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `request`: what the vendor is asked for. */
export function addRequest(program: Command, act: Act): void {
  program
    .command('request')
    .description('write the request for the migration of the batches of the plan, in English or Chinese')
    .option('--batch <id>', 'only this batch of the plan, whatever its state')
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--lang <language>', 'en, zh', language, 'en')
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'text')
    .addHelpText('after', HELP)
    .action((options: RequestOptions) => act((shell) => request(shell, options)))
}

function request(shell: Shell, { format, lang, ...filter }: RequestOptions): Promise<ExitStatus> {
  const { clock, signal } = shell.terminal
  return withTable(shell, async ({ store, config }) => {
    const { NoSuchBatch, readRequest } = await import('../../functions/plan/read-request.ts')
    const read = await readRequest(store, config, filter, { now: clock(), signal }).catch((error: unknown) => {
      throw error instanceof NoSuchBatch ? new CommandError(error.message, EXIT.usage) : error
    })
    const made = read.request
    const text = {
      text: () => renderRequest(made, { language: lang, ...shown(shell) }),
      csv: () => requestCsv(made),
      json: () => `${jsonText(requestAsJson(made), 2)}\n`,
    }
    await shell.out.stream([text[format]()])
    if (format !== 'text' && made.batches.length + made.support.length === 0)
      shell.log.warn(requestMessagesFor('en').nothing)
    await warnOfPartialTable(store, shell)
    return EXIT.done
  })
}
