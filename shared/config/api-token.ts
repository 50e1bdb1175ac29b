import * as z from 'zod'
import type { Environment } from './read-settings.ts'
import { resolveSecret } from './secret.ts'

/** Who may ask the HTTP API: nobody, whom Function Compute's trigger lets in, or who has the token. */
export type ApiToken =
  | { readonly kind: 'none' }
  | { readonly kind: 'trigger' }
  | { readonly kind: 'token'; readonly value: string }

/** Fewer characters than this can be guessed; others than these do not travel in an Authorization header. */
const TOKEN = /^[\x21-\x7e]{16,}$/

/** The text of CMK_API_TOKEN, or of what it points to. */
export function apiToken(env: Environment, cwd: string): z.ZodType<ApiToken, string> {
  return z.string().transform((text, context): ApiToken => {
    if (text === '') return { kind: 'none' }
    const secret = resolveSecret(text, env, cwd)
    // A secret that points nowhere is reported with the others.
    if ('problem' in secret) return { kind: 'none' }
    if (secret.value === 'trigger') return { kind: 'trigger' }
    if (TOKEN.test(secret.value)) return { kind: 'token', value: secret.value }
    context.addIssue({ code: 'custom', message: 'no token' })
    return z.NEVER
  })
}

/** The text of CMK_STATE_TOKEN, or of what it points to; null: nobody may write. */
export function stateToken(env: Environment, cwd: string): z.ZodType<string | null, string> {
  return secretOf(TOKEN, env, cwd)
}

/** ExternalId of AssumeRole (API reference: 2 to 1,224 of these). */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/

/** The text of CMK_EXTERNAL_ID, or of what it points to; null: none. */
export function externalId(env: Environment, cwd: string): z.ZodType<string | null, string> {
  return secretOf(EXTERNAL_ID, env, cwd)
}

/** A secret of this form, or of what it points to; null where there is none. */
function secretOf(form: RegExp, env: Environment, cwd: string): z.ZodType<string | null, string> {
  return z.string().transform((text, context): string | null => {
    if (text === '') return null
    const secret = resolveSecret(text, env, cwd)
    if ('problem' in secret) return null
    if (form.test(secret.value)) return secret.value
    context.addIssue({ code: 'custom', message: 'no such secret' })
    return z.NEVER
  })
}
