import { join } from 'node:path'
import { ConfigError } from '../shared/config/config-error.ts'
import { bundleFunctions } from './bundle.ts'
import { addConfig, configToDeploy, variableWarnings } from './config-for-bundles.ts'

// `npm run build`: one folder a function under dist/, with the file that CMK_CONFIG names in it.

const TARGET = 'dist'
const { env } = process
const cwd = process.cwd()

try {
  const config = configToDeploy(env, cwd)
  for (const { name, bytes } of await bundleFunctions(TARGET)) {
    if (config !== undefined) await addConfig(config, cwd, join(TARGET, name))
    process.stdout.write(
      `dist/${name}: ${Math.round(bytes / 1024)} KB${config === undefined ? '' : `, and ${config}`}\n`,
    )
  }
  for (const warning of variableWarnings(env, cwd)) process.stderr.write(`warning: ${warning}\n`)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`error: ${error.message.replaceAll('\n', '; ')}\n`)
  process.exitCode = 2
}
