import { type ChannelConfig, type ChannelDefinition, WHEN } from '../channels/channel-definition.ts'
import { CHANNEL_DEFINITIONS, findDefinition } from '../channels/definitions.ts'
import { LANGUAGES, type Language } from '../domain/language.ts'
import { webLink } from '../net/web-link.ts'
import { channelHint } from './channel-hint.ts'
import { type ChannelItem, channelTexts, parseChannel } from './channel-item.ts'
import { COMMON_OPTIONS, TERMINAL } from './channel-options.ts'
import type { Environment } from './read-settings.ts'

/** What a channel of CMK_CHANNELS may be, in words. */
export const CHANNEL_EXPECTED = `\`${TERMINAL}\`, ${CHANNEL_DEFINITIONS.map(({ expects }) => expects).join(', ')}, each with #<option>=<value>&… behind it`

/** The channels of CMK_CHANNELS, and a line for each thing that is wrong with them: where and what it takes, never the value. */
export function readChannels(
  list: string,
  env: Environment,
  cwd: string,
): { readonly channels: readonly ChannelConfig[]; readonly problems: readonly string[] } {
  const channels: ChannelConfig[] = []
  const problems: string[] = []
  const texts = channelTexts(list)
  if (list !== '' && texts.length === 0) problems.push(`CMK_CHANNELS is "${list}"; it takes ${CHANNEL_EXPECTED}`)
  for (const [index, text] of texts.entries()) {
    if (text === TERMINAL) continue
    const report = (problem: string) => problems.push(`CMK_CHANNELS, item ${index + 1}: ${problem}`)
    const item = parseChannel(text, env, cwd)
    const found = item.problems.length > 0 ? item.problems : channelOf(item, cwd)
    if ('kind' in found) {
      if (channels.some(({ name }) => name === found.name))
        report('its name is another channel’s; it takes a name of its own, as #name=<letters, digits, . _ ->')
      else channels.push(found)
    } else for (const problem of found) report(problem)
  }
  return { channels, problems }
}

function channelOf(
  { kind: name, address: text, options }: ChannelItem,
  cwd: string,
): ChannelConfig | readonly string[] {
  const kind = findDefinition(name)
  if (kind === undefined)
    return [`it is not a channel of a known kind; it takes ${CHANNEL_EXPECTED}${channelHint(name, text)}`]
  const address = kind.address(text, cwd)
  const missing = kind.options.filter((option) => option.isNeeded && !options.some((each) => each.name === option.name))
  const problems = [
    ...options.flatMap((option) => problemOf(option, kind)),
    ...missing.map((option) => `it has no ${option.name}; it takes #${option.name}=<${option.expects}>`),
  ]
  if (address === undefined) return [`its address is not valid; it takes ${kind.expects}`, ...problems]
  if (problems.length > 0) return problems
  const {
    lang,
    name: called,
    link,
    when,
    owner,
    account,
    ...own
  } = Object.fromEntries(options.map((option) => [option.name, option.value]))
  const known = WHEN.find((each) => each === when)
  const web = link === undefined ? undefined : webLink(link)
  const config: ChannelConfig = {
    kind: kind.kind,
    name: called ?? kind.kind,
    language: LANGUAGES.find((language) => language === lang) ?? DEFAULT_LANGUAGE,
    ...(known === undefined ? {} : { when: known }),
    ...(web === undefined ? {} : { link: web }),
    ...(owner === undefined ? {} : { owner: owner.trim() }),
    ...(account === undefined ? {} : { account }),
    address,
    options: own,
  }
  const conflict = kind.conflict?.(config)
  return conflict === undefined ? config : [conflict]
}

const DEFAULT_LANGUAGE: Language = 'en'

/** An option that nobody knows is not repeated: a secret that was pasted in the wrong place looks like one. */
function problemOf(
  { name, value }: ChannelItem['options'][number],
  { kind, options }: ChannelDefinition,
): readonly string[] {
  const known = [...options, ...COMMON_OPTIONS]
  const option = known.find((each) => each.name === name)
  if (option === undefined)
    return [`it has an unknown option; ${kind} takes ${known.map((each) => each.name).join(', ')}`]
  if (option.accepts(value)) return []
  return [`its ${name} is ${value === '' ? 'empty' : 'not valid'}; it takes ${option.expects}`]
}
