import { percentDecoded } from '../percent.ts'
import type { Environment } from './read-settings.ts'
import { resolveSecret } from './secret.ts'

/** One channel as it is written: `<kind>:<address>[#<option>=<value>&…]`, with everything that stands elsewhere in its place. */
export interface ChannelItem {
  readonly kind: string
  readonly address: string
  readonly options: readonly { readonly name: string; readonly value: string }[]
  /** Never holds a value. */
  readonly problems: readonly string[]
}

/** The channels of a comma list. Commas within one are percent-encoded. */
export function channelTexts(list: string): string[] {
  return list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

/** Takes one apart. The whole of it, the address and each value may be `env:NAME` or `file:PATH`; other values are percent-decoded. */
export function takeApart(text: string, env: Environment, cwd: string): ChannelItem {
  const problems: string[] = []
  const resolve = (value: string): string => {
    const secret = resolveSecret(value, env, cwd)
    if ('value' in secret) return secret.value
    problems.push(secret.problem)
    return ''
  }
  const whole = resolve(text).trim()
  const hash = whole.indexOf('#')
  const main = hash < 0 ? whole : whole.slice(0, hash)
  const colon = main.indexOf(':')
  const options =
    hash < 0
      ? []
      : whole
          .slice(hash + 1)
          .split('&')
          .filter((option) => option !== '')
  return {
    kind: colon < 0 ? main : main.slice(0, colon),
    address: colon < 0 ? '' : resolve(main.slice(colon + 1)).trim(),
    options: options.map((option) => {
      const equals = option.indexOf('=')
      const name = equals < 0 ? option : option.slice(0, equals)
      const value = equals < 0 ? '' : option.slice(equals + 1)
      return { name, value: POINTER.test(value) ? resolve(value) : decode(value, problems) }
    }),
    problems,
  }
}

const POINTER = /^(env|file):/

function decode(value: string, problems: string[]): string {
  const decoded = percentDecoded(value)
  if (decoded === undefined) problems.push('a value has a % that encodes nothing; write % as %25')
  return decoded ?? ''
}
