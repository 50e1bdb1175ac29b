import { boundVariables } from './bound-variables.ts'
import { channelTexts } from './channel-item.ts'
import { type Environment, readSettings } from './read-settings.ts'
import { POINTER } from './secret.ts'
import { HIDDEN, shownChannel } from './shown-channel.ts'
import { KNOWN, SECRETS, VARIABLES } from './variables.ts'

/** A variable as it is in force. Holds no secret. */
export interface EffectiveSetting {
  readonly variable: string
  /** As it was given, with `***` for what is secret; null: none, and it has no default. */
  readonly value: string | null
  /** `environment`, `default`, or the place in a file: `cmk.yaml, line 3` */
  readonly from: string
}

const FROM_ENVIRONMENT = 'environment'

/** Every variable, in the order of their names, from a configuration that was found to be valid. */
export function effectiveSettings(env: Environment, cwd: string): readonly EffectiveSetting[] {
  const { values, places } = readSettings(env, cwd)
  const bound = boundVariables({ env, cwd, values })
  const known: Readonly<Record<string, { readonly fallback: string }>> = { ...VARIABLES, ...bound }
  return [...KNOWN].sort().map((variable) => {
    const given = values.get(variable)
    if (given === undefined) return { variable, value: known[variable]?.fallback || null, from: 'default' }
    return { variable, value: shownValue(variable, given), from: places.get(variable) ?? FROM_ENVIRONMENT }
  })
}

/** A value without what is secret in it. Where a secret is, is none. */
function shownValue(variable: string, text: string): string {
  if (variable === 'CMK_CHANNELS') return channelTexts(text).map(shownChannel).join(',')
  if (!SECRETS.some((name) => name === variable)) return text
  return POINTER.test(text) || text === 'trigger' ? text : HIDDEN
}
