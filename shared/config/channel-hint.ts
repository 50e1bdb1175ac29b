import { CHANNEL_DEFINITIONS } from '../channels/definitions.ts'
import { nearest } from '../domain/nearest.ts'
import { normalForm } from '../domain/normal-form.ts'
import { TERMINAL } from './channel-options.ts'

/** What people call the terminal. */
const TERMINAL_NAMES = ['stdout', 'console', 'tty', '-']

/** Every kind, and what prints to the terminal. */
const KINDS = [TERMINAL, ...CHANNEL_DEFINITIONS.map(({ kind }) => kind)]

/** `; did you mean dingtalk:…?`, or nothing. Of what was written it repeats nothing. */
export function channelHint(name: string, address: string): string {
  const meant = channelMeant(name, address)
  if (meant === undefined) return ''
  return `; did you mean ${meant === TERMINAL ? meant : `${meant}:…`}?`
}

/** The kind that a word which is none was meant for. */
export function channelMeant(name: string, address = ''): string | undefined {
  const word = normalForm(name)
  const url = `${word}:${address}`
  const host = /^https?$/.test(word) && URL.canParse(url) ? new URL(url).hostname : ''
  if (TERMINAL_NAMES.includes(word)) return TERMINAL
  const found =
    CHANNEL_DEFINITIONS.find(({ hosts }) => hosts?.test(host)) ??
    CHANNEL_DEFINITIONS.find(({ otherNames }) => otherNames?.includes(word))
  return found?.kind ?? nearest(word, KINDS)
}
