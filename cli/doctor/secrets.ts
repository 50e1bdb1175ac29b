import { describeSecret } from '../../shared/cloud/kms-secret-values.ts'
import { kmsSecretsNamed } from '../../shared/config/secrets-named.ts'
import { environmentOf } from '../open.ts'
import type { Shell } from '../terminal/shell.ts'
import type { Finding } from './finding.ts'

/** The secrets that were read from KMS before everything else: one that cannot be read is a problem of the configuration. */
export async function describeSecrets(shell: Shell): Promise<readonly Finding[]> {
  const named = kmsSecretsNamed(await environmentOf(shell), shell.terminal.cwd)
  if (named.length === 0) return []
  const what = `KMS gives them to the credentials of this program: ${named.map(describeSecret).join(', ')}`
  return [{ check: 'secrets', status: 'ok', what }]
}
