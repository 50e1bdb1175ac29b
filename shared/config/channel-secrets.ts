import { channelKind } from '../notify/channels/kinds.ts'
import { channelTexts, takeApart } from './channel-item.ts'
import { COMMON_OPTIONS, TERMINAL } from './channel-options.ts'
import type { Environment } from './read-settings.ts'

/** Parts of a path that are longer than a word are what some receivers have for a password. */
const LONGEST_WORD = 15

/**
 * Everything of the channels that must never be printed, whether the value is valid or not: addresses, tokens, secrets, and what of an
 * address an error may hold alone.
 */
export function channelSecrets(list: string, env: Environment, cwd: string): readonly string[] {
  return channelTexts(list).flatMap((text) => {
    if (text === TERMINAL) return []
    const { kind: name, address, options } = takeApart(text, env, cwd)
    const kind = channelKind(name)
    const known = [...COMMON_OPTIONS, ...(kind?.options ?? [])]
    const isOpen = (option: string) => known.some((each) => each.name === option && each.isOpen)
    const open = options.filter((option) => isOpen(option.name)).map(({ value }) => value)
    const values = options.filter((option) => !isOpen(option.name)).map(({ value }) => value)
    if (kind?.isOpen) return values
    const written = /^(env|file):/.test(text) ? [] : [text]
    return [...written, address, ...partsOf(address, name, open), ...values]
  })
}

function partsOf(address: string, kind: string, open: readonly string[]): readonly string[] {
  // The address of a mail server begins behind the name of the kind: `smtp://…`.
  const text = URL.canParse(address) ? address : `${kind}:${address}`
  if (!URL.canParse(text)) return []
  const { href, pathname, search, searchParams, username, password } = new URL(text)
  const segments = pathname.split('/').filter((segment) => segment.length > LONGEST_WORD)
  const query = search === '' ? [] : [`${pathname}${search}`]
  // Who sends a mail is often called as its sender, which everybody reads.
  const users = open.some((value) => encodeURIComponent(value).includes(username)) ? [] : [username]
  return [href, ...query, ...segments, ...searchParams.values(), ...users, password]
}
