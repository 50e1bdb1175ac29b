import { Command } from 'commander'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { choice } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'

const FORMATS = ['table', 'json'] as const
type Format = (typeof FORMATS)[number]

const CHECK_HELP = `
Examples:
  npm run -s cli -- config check
  npm run -s cli -- config check cmk.yaml
  CMK_CONFIG=oss://my-bucket/cmk.yaml npm run -s cli -- config check cmk.yaml

Nothing is called. Checked are the environment and the file: the one that is named, else that of CMK_CONFIG. With a file named and CMK_CONFIG set,
the file is checked as what is to lie there. Where the folder has a s.yaml, it says how many bytes of variables each function would get of the
4096 that Function Compute takes, and what is set here and reaches no function. It says which values no function can use: a mistake where CMK_DISPATCH is
not local, else a warning.

Exit status: 0 valid, and it fits · 2 a mistake, or variables that do not fit`

const SHOW_HELP = `
Examples:
  npm run -s cli -- config show
  npm run -s cli -- config show --format json | jq '.[] | select(.from != "default")'

What CMK_CONFIG names is read; secrets of KMS are not. Secrets, and addresses of channels, which are as good as passwords, are printed as ***; where
a secret is (env:, file:, kms-secret:) is printed as it stands.

Exit status: 0 shown · 2 bad arguments or configuration`

const PUT_HELP = `
Examples:
  CMK_STORE=tablestore:https://my-instance.cn-hangzhou.ots.aliyuncs.com CMK_CONFIG=tablestore: npm run -s cli -- config put cmk.yaml
  CMK_CONFIG=sqlite: npm run -s cli -- config put cmk.yaml

The file is checked as config check does, and written as a whole into the row that CMK_CONFIG names, in place of what was there.

Exit status: 0 written · 1 the store cannot be written · 2 bad arguments or configuration: nothing was written`

/** `config check`, `config show` and `config put`. */
export function addConfig(program: Command, act: Act): void {
  const add = (name: string, help: string) => {
    const command = new Command(name).copyInheritedSettings(program).addHelpText('after', help)
    program.addCommand(command)
    return command
  }
  add('config check', CHECK_HELP)
    .description('check the configuration without calling anything, and say what would be deployed')
    .argument('[file]', 'a file in place of what CMK_CONFIG names')
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .action((file: string | undefined, { format }: { readonly format: Format }) =>
      act((shell) => check(shell, file, format)),
    )
  add('config show', SHOW_HELP)
    .alias('config')
    .description('show every variable with its value and where it comes from, without secrets')
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .action(({ format }: { readonly format: Format }) => act((shell) => show(shell, format)))
  add('config put', PUT_HELP)
    .description('write a file into the row of the store that CMK_CONFIG names')
    .argument('<file>', 'a YAML file')
    .action((file: string) => act((shell) => put(shell, file)))
}

async function show(shell: Shell, format: Format): Promise<ExitStatus> {
  const { effectiveText } = await import('../config/show.ts')
  await shell.out.write(await effectiveText(shell, format))
  return EXIT.done
}

async function put(shell: Shell, file: string): Promise<ExitStatus> {
  const { putFile } = await import('../config/put.ts')
  await shell.out.write(await putFile(shell, file))
  return EXIT.done
}

async function check({ terminal, out, colour }: Shell, file: string | undefined, format: Format): Promise<ExitStatus> {
  const [{ checkOffline }, { findingsAsJson, printFindings }] = await Promise.all([
    import('../config/check.ts'),
    import('../doctor/print.ts'),
  ])
  const findings = checkOffline(file, terminal)
  const isFine = findings.every(({ status }) => status !== 'failed')
  const isUnfit = findings.some((each) => each.check === 'functions')
  const works = isUnfit ? 'Commands can work with it, functions cannot.' : 'Functions and commands can work with it.'
  const conclusion = isFine ? works : 'Fix the failures above.'
  await out.write(format === 'json' ? findingsAsJson(findings) : printFindings(findings, out.width, colour, conclusion))
  return isFine ? EXIT.done : EXIT.usage
}
