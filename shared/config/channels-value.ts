import { LANGUAGES, type Language } from '../domain/verdict.ts'
import { type ChannelConfig, type ChannelKind, WHEN } from '../notify/channels/channel.ts'
import { CHANNEL_KINDS, channelKind } from '../notify/channels/kinds.ts'
import { type ChannelItem, channelTexts, takeApart } from './channel-item.ts'
import type { Environment } from './read-settings.ts'

/** What `digest` prints to when it is given no channel; it has no address and no marks. */
const TERMINAL = 'terminal'
const NAME = /^[\w.-]{1,64}$/
const TAKES = `\`${TERMINAL}\`, ${CHANNEL_KINDS.map(({ takes }) => takes).join(', ')}, each with #<option>=<value>&… behind it`

/** The channels of CMK_CHANNELS, and a line for each thing that is wrong with them: where and what it takes, never the value. */
export function readChannels(
  list: string,
  env: Environment,
  cwd: string,
): { readonly channels: readonly ChannelConfig[]; readonly problems: readonly string[] } {
  const channels: ChannelConfig[] = []
  const problems: string[] = []
  for (const [index, text] of channelTexts(list).entries()) {
    if (text === TERMINAL) continue
    const tell = (problem: string) => problems.push(`CMK_CHANNELS, item ${index + 1}: ${problem}`)
    const item = takeApart(text, env, cwd)
    const found = item.problems.length > 0 ? item.problems : channelOf(item)
    if ('kind' in found) {
      if (channels.some(({ name }) => name === found.name))
        tell('its name is another channel’s; it takes a name of its own, as #name=<letters, digits, . _ ->')
      else channels.push(found)
    } else for (const problem of found) tell(problem)
  }
  return { channels, problems }
}

function channelOf({ kind: name, address: text, options }: ChannelItem): ChannelConfig | readonly string[] {
  const kind = channelKind(name)
  if (kind === undefined) return [`it is no channel of a known kind; it takes ${TAKES}`]
  const address = kind.address(text)
  const problems = options.flatMap((option) => problemOf(option, kind))
  if (address === undefined) return [`its address is not valid; it takes ${kind.takes}`, ...problems]
  if (problems.length > 0) return problems
  const { lang, name: called, when, ...own } = Object.fromEntries(options.map((option) => [option.name, option.value]))
  const known = WHEN.find((each) => each === when)
  return {
    kind: kind.kind,
    name: called ?? kind.kind,
    language: LANGUAGES.find((language) => language === lang) ?? DEFAULT_LANGUAGE,
    ...(known === undefined ? {} : { when: known }),
    address,
    options: own,
  }
}

const DEFAULT_LANGUAGE: Language = 'en'

/** An option that nobody knows is not repeated: a secret that was pasted in the wrong place looks like one. */
function problemOf({ name, value }: ChannelItem['options'][number], { kind, options }: ChannelKind): readonly string[] {
  if (name === 'lang')
    return LANGUAGES.some((language) => language === value)
      ? []
      : [`its lang is not valid; it takes ${LANGUAGES.join(' or ')}`]
  if (name === 'name')
    return NAME.test(value) && value !== TERMINAL
      ? []
      : [`its name is not valid; it takes up to 64 letters, digits, . _ - and not the word ${TERMINAL}`]
  if (name === 'when')
    return WHEN.some((each) => each === value) ? [] : [`its when is not valid; it takes ${WHEN.join(' or ')}`]
  if (!options.includes(name))
    return [`an option of it is not known; ${kind} takes ${[...options, 'lang', 'name', 'when'].join(', ')}`]
  return value === '' ? [`its ${name} is empty; it takes a value, env:NAME or file:PATH`] : []
}
