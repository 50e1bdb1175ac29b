import { findDefinition } from '../channels/definitions.ts'
import { percentDecoded } from '../net/percent.ts'
import { channelTexts, parseChannel } from './channel-item.ts'
import { COMMON_OPTIONS, TERMINAL } from './channel-options.ts'
import type { Environment } from './read-settings.ts'
import { POINTER, UNREAD } from './secret.ts'
import { shownChannel } from './shown-channel.ts'

/** Parts of a path that are longer than a word are what some receivers have for a password. */
const LONGEST_WORD = 15

/** What of the channels must not be printed, whether their values are valid or not. */
export interface ChannelSecrets {
  /** Items, addresses, passwords and secrets, as they were given and decoded. */
  readonly whole: readonly string[]
  /** What of an address an error may hold alone. Some of it may be a word that stands elsewhere too. */
  readonly parts: readonly string[]
}

/** Takes the secrets out of a list of channels. */
export function channelSecrets(list: string, env: Environment, cwd: string): ChannelSecrets {
  const whole: string[] = []
  const parts: string[] = []
  for (const text of channelTexts(list)) {
    if (text === TERMINAL) continue
    const { kind: name, address, options, problems } = parseChannel(text, env, cwd)
    const kind = findDefinition(name)
    const known = [...COMMON_OPTIONS, ...(kind?.options ?? [])]
    const isPublic = (option: string) => known.some((each) => each.name === option && each.isPublic)
    const open = options.filter((option) => isPublic(option.name)).map(({ value }) => value)
    whole.push(...options.filter((option) => !isPublic(option.name)).map(({ value }) => value))
    if (kind?.isPublic) continue
    // One that only says where its secrets are is none itself, unless a secret was written where a name belongs.
    const isShown = shownChannel(text) === text && problems.every((problem) => problem === UNREAD)
    if (!POINTER.test(text) && !isShown) whole.push(text)
    // It was not read.
    if (address === '') continue
    whole.push(address)
    // The address of a mail server begins behind the name of the kind: `smtp://…`.
    const url = [address, `${name}:${address}`].find((each) => URL.canParse(each))
    if (url === undefined) continue
    const { href, pathname, search, searchParams, username, password } = new URL(url)
    whole.push(href, password, percentDecoded(password) ?? '', ...(search === '' ? [] : [`${pathname}${search}`]))
    parts.push(...pathname.split('/').filter((segment) => segment.length > LONGEST_WORD), ...searchParams.values())
    // Who sends a mail is often called as its sender, which everybody reads.
    if (!open.some((value) => encodeURIComponent(value).includes(username))) parts.push(username)
  }
  return { whole, parts }
}
