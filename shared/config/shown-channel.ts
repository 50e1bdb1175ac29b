import type { ChannelOption } from '../channels/channel-definition.ts'
import { findDefinition } from '../channels/definitions.ts'
import { beforeOptions, splitAt } from './channel-item.ts'
import { COMMON_OPTIONS, TERMINAL } from './channel-options.ts'
import { POINTER } from './secret.ts'

/** What stands in place of a secret. */
export const HIDDEN = '***'

/** A channel as it is written, without what is secret in it: where a secret is, is none. */
export function shownChannel(text: string): string {
  if (text === TERMINAL) return text
  const [main, written] = beforeOptions(text)
  const [kind, address] = splitAt(main, ':')
  const definition = findDefinition(kind)
  const isPointer = POINTER.test(main)
  if (definition === undefined && !isPointer) return HIDDEN
  const shown = isPointer || definition?.isPublic || POINTER.test(address) ? main : `${kind}:${HIDDEN}`
  const known = [...COMMON_OPTIONS, ...(definition?.options ?? [])]
  const options = written.split('&').filter((option) => option !== '')
  return [shown, options.map((option) => shownOption(option, known)).join('&')].filter((part) => part !== '').join('#')
}

function shownOption(option: string, known: readonly ChannelOption[]): string {
  const [name, value] = splitAt(option, '=')
  const found = known.find((each) => each.name === name)
  if (found === undefined) return HIDDEN
  return `${name}=${found.isPublic || POINTER.test(value) ? value : HIDDEN}`
}
