import type { Command } from 'commander'
import type { Language } from '../../shared/domain/language.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { language } from '../options.ts'
import { writeReport } from '../table-report.ts'
import type { Shell } from '../terminal/shell.ts'
import { targetOf } from '../write-file.ts'

interface ReportOptions {
  readonly out: string
  readonly lang: Language
}

const HELP = `
Examples:
  npm run -s cli -- report
  npm run -s cli -- report --out keys.html --lang zh
  npm run -s cli -- report --out - | gzip > keys.html.gz

The file appears when it is whole. Where it is a symbolic link, what the link leads to is written.

Exit status: 0 written · 1 no table yet, or a file that cannot be read or written · 2 bad arguments or configuration`

/** `report`: everything that the table holds as one HTML file. */
export function addReport(program: Command, act: Act): void {
  program
    .command('report')
    .description('write the whole table as one HTML file')
    .option('--out <file>', 'the file; - is standard output', 'out/report.html')
    .option('--lang <language>', 'en, zh', language, 'en')
    .addHelpText('after', HELP)
    .action((options: ReportOptions) => act((shell) => report(shell, options)))
}

function report(shell: Shell, { out, lang }: ReportOptions): Promise<ExitStatus> {
  const target = targetOf(out, shell)
  return withTable(shell, async (table) => {
    await writeReport(target, { ...table, log: shell.log }, shell, lang)
    if (target.kind === 'file') await shell.out.write(`${out}\n`)
    return EXIT.done
  })
}
