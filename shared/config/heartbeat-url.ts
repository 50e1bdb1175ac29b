import * as z from 'zod'
import type { HttpProxy } from '../net/proxy.ts'
import type { Environment } from './read-settings.ts'
import { resolveSecret } from './secret.ts'

/** A dead man's switch: an address that is called while all is well, and that tells somebody when the calls stay away. */
export interface HeartbeatConfig {
  readonly address: string
  readonly proxy?: HttpProxy
}

/** The text of CMK_HEARTBEAT_URL, or of what it points to; null: none. */
export function heartbeatUrl(env: Environment, cwd: string): z.ZodType<HeartbeatConfig | null, string> {
  return z.string().transform((text, context): HeartbeatConfig | null => {
    const secret = resolveSecret(text, env, cwd)
    // A secret that points nowhere is reported with the others.
    if (text === '' || 'problem' in secret) return null
    const url = URL.canParse(secret.value) ? new URL(secret.value) : undefined
    if (url && /^https?:$/.test(url.protocol) && url.hash === '') return { address: url.href }
    context.addIssue({ code: 'custom', message: 'no address' })
    return z.NEVER
  })
}
