import { ConfigError } from '../../shared/config/config-error.ts'
import { effectiveSettings } from '../../shared/config/effective-settings.ts'
import { offlineProblems } from '../../shared/config/offline.ts'
import { table } from '../../shared/rows/table.ts'
import { jsonText } from '../../shared/text/escape.ts'
import { paint } from '../../shared/text/verdict-style.ts'
import { settingsOf } from '../open.ts'
import type { Shell } from '../terminal/shell.ts'

/** Every variable with the value that is in force and where it comes from, without secrets. Throws a `ConfigError`. */
export async function effectiveText(shell: Shell, format: 'table' | 'json'): Promise<string> {
  const { cwd } = shell.terminal
  const env = await settingsOf(shell)
  const problems = offlineProblems(env, cwd)
  if (problems.length > 0) throw new ConfigError(problems)
  const settings = effectiveSettings(env, cwd)
  if (format === 'json') return `${jsonText(settings, 2)}\n`
  const { width } = shell.out
  return table(
    settings,
    [
      { title: 'VARIABLE', cell: ({ variable }) => variable, important: true },
      { title: 'FROM', cell: ({ from }) => from, wraps: true, least: 12 },
      { title: 'VALUE', cell: ({ value }) => value ?? '-', wraps: true, least: 20 },
    ],
    { heading: paint(shell.colour).bold, ...(width === undefined ? {} : { width }) },
  )
}
