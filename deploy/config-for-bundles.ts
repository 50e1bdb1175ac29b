import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadConfig } from '../shared/config/config.ts'
import { isDeployed, readConfigLocation } from '../shared/config/config-location.ts'
import {
  deploymentsFrom,
  describeDeployment,
  MAX_VARIABLE_BYTES,
  sizeOf,
  VARIABLES_ADVICE,
} from '../shared/config/deployed-variables.ts'
import type { Environment } from '../shared/config/read-settings.ts'

/**
 * The file that CMK_CONFIG names and that goes with the functions, by its path below the folder of the project; undefined where it names none,
 * or another place. Throws a `ConfigError` where it, or the environment that wins over it, holds a mistake: tokens and channels aside, of which
 * this machine need not know.
 */
export function configToDeploy(env: Environment, cwd: string): string | undefined {
  const location = env.CMK_CONFIG ? readConfigLocation(env.CMK_CONFIG) : undefined
  if (location === undefined || ('kind' in location && !(location.kind === 'file' && isDeployed(location))))
    return undefined
  loadConfig(env, { cwd, without: 'secrets' })
  return 'path' in location ? location.path : undefined
}

/** Puts the file into the folder of a function, where it is found by the same path. */
export async function addConfig(path: string, cwd: string, folder: string): Promise<void> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  await copyFile(join(cwd, path), target)
}

/** A line for each template whose variables come near to what Function Compute takes, or do not fit. */
export function variableWarnings(env: Environment, cwd: string): readonly string[] {
  return deploymentsFrom(cwd, env).flatMap((deployment) => {
    if ('problem' in deployment) return [deployment.problem]
    const size = sizeOf(deployment.functions)
    if (size === 'fits') return []
    const what = size === 'over' ? `more than ${MAX_VARIABLE_BYTES} bytes, and will not be deployed` : 'nearly too many'
    return [`${describeDeployment(deployment)}: ${what}. ${VARIABLES_ADVICE}`]
  })
}
