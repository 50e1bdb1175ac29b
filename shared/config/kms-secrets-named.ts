import { channelTexts, parseChannel } from './channel-item.ts'
import { KMS_SECRET } from './kms-secret.ts'
import { type Environment, readSettings } from './read-settings.ts'
import { IN_KMS } from './variables.ts'

/** A `kms-secret:…` of the configuration. */
export interface NamedSecret {
  readonly pointer: string
  /** `CMK_CHANNELS, item 1` */
  readonly where: string
}

/** The secrets of KMS that the configuration names, once for each place. What is known of them (`env`) may name more. */
export function kmsSecretsNamed(env: Environment, cwd: string): readonly NamedSecret[] {
  const { values } = readSettings(env, cwd)
  const whole = IN_KMS.flatMap((name) => {
    const pointer = values.get(name) ?? ''
    return pointer.startsWith(KMS_SECRET) ? [{ pointer, where: name }] : []
  })
  const channels = channelTexts(values.get('CMK_CHANNELS') ?? '').flatMap((text, index) =>
    parseChannel(text, env, cwd).kmsSecrets.map((pointer) => ({ pointer, where: `CMK_CHANNELS, item ${index + 1}` })),
  )
  return [...whole, ...channels]
}
