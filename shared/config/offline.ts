import { loadConfig } from './config.ts'
import { ConfigError } from './config-error.ts'
import type { Environment } from './read-settings.ts'
import { UNREAD } from './secret.ts'

/** Everything that is wrong with the configuration, as far as nobody has to be asked: what secrets of KMS hold is taken for right. */
export function offlineProblems(env: Environment, cwd: string): readonly string[] {
  try {
    loadConfig(env, { cwd })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.filter((problem) => !problem.includes(UNREAD))
  }
  return []
}
