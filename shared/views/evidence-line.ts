import type { Line } from '../document/document.ts'
import { clientName, networkName } from '../domain/caller-names.ts'
import type { Language } from '../domain/language.ts'
import type { Finding } from '../domain/readiness.ts'
import { listOf, numberOf, textOf } from '../domain/rules/finding-data.ts'
import { inReadersTime, type Reader, shortDate } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { findingText } from '../text/finding-text.ts'

/** Callers and addresses that a line names; it tells how many more there are. */
const MAX_NAMES = 3

/** Its evidence names the forbidden operation itself: a title would say the same twice. */
const SELF_EVIDENT = 'blocked-operation'

/**
 * What a finding stands on, in a line: `ReEncrypt by app-pay, Java, VPC, 3 calls, last 21 Nov · event e0d340cc-…`. One event is named, for
 * whoever wants to look it up; the explanation of the key has the others.
 */
export function evidenceLine(finding: Finding, reader: Reader): Line {
  const { title, message } = findingText(finding, reader.language)
  const [event] = finding.events
  // No code span: a line holds none behind text of strangers, which renderers that know no escapes could take for its beginning.
  const proof: Line = event === undefined ? [] : [` · ${messagesFor(reader.language).event} `, { text: event }]
  if (listOf(finding.data, 'operations').length === 0) return [{ text: inReadersTime(message, reader) }, ...proof]
  const about: Line = finding.rule === SELF_EVIDENT ? [] : [`${title}${messagesFor(reader.language).colon}`]
  return [...about, { text: useText(finding, reader) }, ...proof]
}

function useText({ data }: Finding, reader: Reader): string {
  const { language } = reader
  const messages = messagesFor(language)
  const callers = listOf(data, 'callers').map((caller) => (caller === 'unknown' ? messages.nobody : shortName(caller)))
  const calls = {
    operations: several(listOf(data, 'operations'), 0, language),
    callers: several(callers, numberOf(data, 'moreCallers'), language),
  }
  const clients = listOf(data, 'clients').map((client) => clientName(client, language))
  const networks = listOf(data, 'networks').map((network) => networkName(network, language))
  const addresses = several(listOf(data, 'addresses'), numberOf(data, 'moreAddresses'), language)
  return [
    messages.calledBy(calls.operations, calls.callers),
    several(clients, 0, language),
    `${several(networks, 0, language)}${addresses === '' ? '' : ` ${addresses}`}`.trim(),
    messages.calls(numberOf(data, 'calls')),
    `${messages.last} ${shortDate(textOf(data, 'lastAt'), reader)}`,
  ]
    .filter((part) => part !== '')
    .join(messages.comma)
}

/** `app-pay` of `role/app-pay`. */
function shortName(principal: string): string {
  return principal.replace(/^(role|user|service)\//, '')
}

/** `a`, `a and b`, `a, b, c and 4 more`. */
function several(names: readonly string[], more: number, language: Language): string {
  const messages = messagesFor(language)
  const shown = names.slice(0, MAX_NAMES)
  const left = names.length - shown.length + more
  if (left > 0) return `${shown.join(messages.listComma)} ${messages.more(left)}`
  return [shown.slice(0, -1).join(messages.listComma), ...shown.slice(-1)]
    .filter((part) => part !== '')
    .join(messages.and)
}
