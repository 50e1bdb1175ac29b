import { channelTexts, takeApart } from './channel-item.ts'
import { type Environment, readSettings } from './read-settings.ts'

/** Options that people may read. */
const OPEN_OPTIONS = ['lang', 'name']
/** Parts of a path that are longer than a word are what some receivers have for a password. */
const LONGEST_WORD = 15

/**
 * Everything of CMK_CHANNELS that must never be printed, whether the value is valid or not: addresses, tokens, secrets, and what of an
 * address an error may hold alone.
 */
export function channelSecrets(env: Environment, cwd: string): readonly string[] {
  const list = readSettings(env, cwd).values.get('CMK_CHANNELS') ?? ''
  return channelTexts(list).flatMap((text) => {
    if (text === 'terminal') return []
    const { address, options } = takeApart(text, env, cwd)
    const values = options.flatMap(({ name, value }) => (OPEN_OPTIONS.includes(name) ? [] : [value]))
    const written = /^(env|file):/.test(text) ? [] : [text]
    return [...written, address, ...partsOf(address), ...values]
  })
}

function partsOf(address: string): readonly string[] {
  if (!URL.canParse(address)) return []
  const { href, pathname, search, searchParams, username, password } = new URL(address)
  const segments = pathname.split('/').filter((segment) => segment.length > LONGEST_WORD)
  const query = search === '' ? [] : [`${pathname}${search}`]
  return [href, ...query, ...segments, ...searchParams.values(), username, password]
}
