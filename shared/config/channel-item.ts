import { percentDecoded } from '../net/percent.ts'
import { fieldEnd } from './kms-secret.ts'
import type { Environment } from './read-settings.ts'
import { POINTER, resolveSecret } from './secret.ts'

/** One channel as it is written: `<kind>:<address>[#<option>=<value>&…]`, with everything that stands elsewhere in its place. */
export interface ChannelItem {
  readonly kind: string
  readonly address: string
  readonly options: readonly { readonly name: string; readonly value: string }[]
  /** The `env:…`, `file:…` and `kms-secret:…` of it. */
  readonly pointers: readonly string[]
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

/**
 * Takes one apart. What stands before the options, the address and each value may be `env:NAME`, `file:PATH` or `kms-secret:NAME`; other
 * values are percent-decoded. Options that are written besides those that come from elsewhere win.
 */
export function parseChannel(text: string, env: Environment, cwd: string): ChannelItem {
  const problems: string[] = []
  const pointers: string[] = []
  const resolve = (value: string): string => {
    if (POINTER.test(value)) pointers.push(value)
    const secret = resolveSecret(value, env, cwd)
    if ('value' in secret) return secret.value
    problems.push(secret.problem)
    return ''
  }
  const [whole, written] = beforeOptions(text)
  const [main, own] = beforeOptions(resolve(whole).trim())
  const [kind, address] = splitAt(main, ':')
  return {
    kind,
    address: resolve(address).trim(),
    options: `${own}&${written}`
      .split('&')
      .filter((option) => option !== '')
      .map((option) => {
        const [name, value] = splitAt(option, '=')
        return { name, value: POINTER.test(value) ? resolve(value) : decode(value, problems) }
      }),
    pointers,
    problems,
  }
}

/** What stands before the options, and they. */
export function beforeOptions(text: string): readonly [string, string] {
  const end = fieldEnd(text)
  return end === undefined ? splitAt(text, '#') : [text.slice(0, end), text.slice(end + 1)]
}

/** What stands before the first of a mark, and what behind it. */
export function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(value: string, problems: string[]): string {
  const decoded = percentDecoded(value)
  if (decoded === undefined) problems.push('a value has a % that encodes nothing; write % as %25')
  return decoded ?? ''
}
