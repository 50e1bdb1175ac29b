import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import { readConfigLocation } from '../../shared/config/config-location.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { writeStoredConfig } from '../../shared/store/stored-config.ts'
import { EXIT } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import type { Shell } from '../terminal/shell.ts'
import { checkFile } from './check-file.ts'

/** Writes a file into the row that CMK_CONFIG names, once it holds no mistake. Gives a line that says what was written where. */
export async function putFile(shell: Shell, file: string): Promise<string> {
  const { env, cwd, signal } = shell.terminal
  const named = env.CMK_CONFIG ?? ''
  const location = readConfigLocation(named)
  if ('problem' in location || location.kind !== 'row')
    throw new CommandError(
      'CMK_CONFIG names no row of the store; set it to tablestore:[<name>] or sqlite:[<name>]. Put an object into OSS with ossutil or the console.',
      EXIT.usage,
    )
  const { text, keys, bytes, problems } = checkFile(file, named, shell.terminal)
  if (problems.length > 0) throw new ConfigError(problems)
  const { store: address } = loadConfig(env, { cwd, without: 'file' })
  if (address.kind !== location.store)
    throw new ConfigError([`CMK_CONFIG is "${named}", and CMK_STORE is ${address.kind}:…; both take the same kind`])
  const store = await openStore(address, { mode: 'write', credentials: ownCredentials(env), signal })
  try {
    await writeStoredConfig(store, location.name, text)
  } finally {
    await store.close()
  }
  return `${location.store}:${location.name} holds ${file} now: ${keys} keys, ${bytes} bytes. It is in force with the next invocation and command.\n`
}
