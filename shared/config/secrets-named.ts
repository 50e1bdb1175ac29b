import { channelTexts, parseChannel } from './channel-item.ts'
import { KMS_SECRET } from './kms-secret.ts'
import { type Environment, readSettings } from './read-settings.ts'
import { POINTER } from './secret.ts'
import { IN_KMS, SECRETS } from './variables.ts'

/** A value of the configuration that says where a secret is. */
export interface NamedSecret {
  readonly pointer: string
  /** `CMK_CHANNELS, item 1` */
  readonly where: string
}

/** The secrets of KMS that the configuration names, once for each place. What is known of them (`env`) may name more. */
export function kmsSecretsNamed(env: Environment, cwd: string): readonly NamedSecret[] {
  return named(IN_KMS, env, cwd).filter(({ pointer }) => pointer.startsWith(KMS_SECRET))
}

/** The variables and files in which the configuration says that secrets are, once for each place. */
export function secretsElsewhere(env: Environment, cwd: string): readonly NamedSecret[] {
  return named(SECRETS, env, cwd).filter(({ pointer }) => !pointer.startsWith(KMS_SECRET))
}

function named(variables: readonly string[], env: Environment, cwd: string): readonly NamedSecret[] {
  const { values } = readSettings(env, cwd)
  const whole = variables.flatMap((name) => {
    const pointer = values.get(name) ?? ''
    return POINTER.test(pointer) ? [{ pointer, where: name }] : []
  })
  const channels = channelTexts(values.get('CMK_CHANNELS') ?? '').flatMap((text, index) =>
    parseChannel(text, env, cwd).pointers.map((pointer) => ({ pointer, where: `CMK_CHANNELS, item ${index + 1}` })),
  )
  return [...whole, ...channels]
}
