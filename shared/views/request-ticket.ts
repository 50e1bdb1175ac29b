import { type Document, type Item, join, type Line, plain, type Section } from '../document/document.ts'
import { clientName } from '../domain/caller-names.ts'
import { groupBy } from '../domain/group-by.ts'
import type { Language } from '../domain/language.ts'
import type { RequestedBatch, RequestedKey } from '../domain/request/request.ts'
import { isApplication } from '../domain/resources/scenario.ts'
import { listed } from '../domain/rules/phrases.ts'
import { rulePack } from '../domain/rules/rule-packs.ts'
import { localTime, utcTime, zoneName } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { grouped } from '../text/numbers.ts'
import { windowText } from '../text/plan-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { requestMessagesFor } from '../text/request-messages.ts'

/** Owners and applications that a line names. */
const MAX_NAMED = 20

/** A batch as the text of a ticket; where the console's tool moves the keys, as its steps. */
export function batchTicket(batch: RequestedBatch, context: ReportContext): Document {
  const messages = requestMessagesFor(context.language)
  const { way, region, keys, secrets } = batch
  const sections: Section[] = [
    { title: messages.facts, items: factItems(batch, context) },
    ...(way === 'tool' ? [{ title: messages.toolSteps, items: toolItems(batch, context.language) }] : []),
    ...(keys.length === 0
      ? []
      : [{ title: messages.keys, count: keys.length, items: keys.map((key) => keyItem(key, context.language)) }]),
    ...(secrets.length === 0 ? [] : [secretSection(batch, context.language)]),
    ...(keys.length === 0 ? [] : [{ title: messages.evidence, items: evidenceItems(batch, context) }]),
  ]
  return {
    title: messages.ticketTitle[way](keys.length, secrets.length, region),
    lead: [[way === 'ticket' && keys.length === 0 ? messages.secretsLead : messages.ticketLead[way]]],
    sections,
  }
}

/** `a, b and 3 more`, as a text: hostile as what it names. */
export function listedNames(names: readonly string[], language: Language): string {
  return listed(names.slice(0, MAX_NAMED), Math.max(0, names.length - MAX_NAMED), language)
}

/** The same as ids of a line. */
export function keyNames(ids: readonly string[], language: Language): Line {
  const { listComma, more } = messagesFor(language)
  const named = ids.slice(0, MAX_NAMED).map((name): Line => [{ name }])
  const rest = ids.length - named.length
  return [...join(named, listComma), ...(rest > 0 ? [` ${more(rest)}`] : [])]
}

function factItems(batch: RequestedBatch, context: ReportContext): Item[] {
  const { language } = context
  const messages = requestMessagesFor(language)
  const { colon } = messagesFor(language)
  const { accountId, region, destination, ticket, keys } = batch
  const fact = (label: string, ...value: Line) => plain(`${label}${colon}`, ...value)
  return [
    fact(messages.account, { name: accountId }),
    fact(messages.region, { name: region }),
    fact(messages.destination, destination === null ? messages.isMissing.destination : { name: destination }),
    fact(messages.window, ...windowLine(batch, context)),
    ...(ticket === null ? [] : [fact(messages.ticketNumber, { text: ticket })]),
    ...contactItems(keys, language),
  ]
}

/** The window on the reader's clocks and in UTC, and what is expected in it. */
function windowLine({ window, agreed, expected, missing }: RequestedBatch, context: ReportContext): Line {
  const { language, timezone } = context
  const messages = requestMessagesFor(language)
  const { inBrackets, semicolon } = messagesFor(language)
  if (window === null) return [messages.isMissing.window]
  const zone = zoneName(timezone)
  const local = `${windowText(window, context)} ${zone}`
  const utc = zone === 'UTC' ? '' : inBrackets(`${utcTime(window.from)} – ${utcTime(window.to)}`)
  const notes = [
    ...(missing.includes('window-past') ? [messages.isMissing['window-past']] : agreed ? [messages.agreedWindow] : []),
    ...(expected ? [messages.offPeak(grouped(expected.expectedCalls), expected.weeksOfEvidence)] : []),
  ]
  return [[`${local}${utc}`, ...notes].join(semicolon)]
}

/** Whom to ask about the keys; nothing where nobody is named. */
export function contactItems(keys: readonly RequestedKey[], language: Language): Item[] {
  const { contact, contacts } = requestMessagesFor(language)
  const byOwner = [...groupBy(keys, ({ owner }) => owner)]
  if (byOwner.every(([owner]) => owner === null)) return []
  const sorted = byOwner.sort(([a], [b]) => Number(a === null) - Number(b === null) || ((a ?? '') < (b ?? '') ? -1 : 1))
  const names = sorted.map(([owner, each]) => contact(owner, each.length))
  return [plain(`${contacts}${messagesFor(language).colon}`, { text: listedNames(names, language) })]
}

function keyItem({ keyId, aliases, keySpec, protectionLevel }: RequestedKey, language: Language): Item {
  const about: Line[] = [
    ...aliases.map((name): Line => [{ name }]),
    ...(keySpec === null ? [] : [[{ name: keySpec }] satisfies Line]),
    ...(protectionLevel === 'HSM' ? [[requestMessagesFor(language).inHsm]] : []),
  ]
  return plain(...join([[{ name: keyId }], ...about], ' · '))
}

function secretSection({ keys, secrets, way }: RequestedBatch, language: Language): Section {
  const messages = requestMessagesFor(language)
  return {
    title: messages.secrets,
    count: secrets.length,
    items: [
      ...(way === 'ticket' && keys.length === 0 ? [] : [plain(messages.ofSecrets[way])]),
      ...secrets.map((name) => plain({ name })),
    ],
  }
}

function toolItems({ accountId, region, destination, keys, secrets }: RequestedBatch, language: Language): Item[] {
  const { tool } = requestMessagesFor(language)
  const steps = [
    tool.instance(destination, region, keys.length, secrets.length),
    tool.freeze,
    tool.open(accountId, region),
    tool.select(keys.length, secrets.length),
    tool.confirm,
  ]
  return steps.map((text, at) => plain(`${at + 1}. `, { text }))
}

function evidenceItems({ keys }: RequestedBatch, { language, timezone }: ReportContext): Item[] {
  const messages = requestMessagesFor(language)
  const from = keys.reduce(
    (first, { observed }) => (observed.from < first ? observed.from : first),
    keys[0]?.observed.from ?? '',
  )
  const to = keys.reduce((last, { observed }) => (observed.to < last ? observed.to : last), keys[0]?.observed.to ?? '')
  const zoned = (time: string) => `${localTime(time, timezone)} ${zoneName(timezone)}`
  const isForbidden = keys.every(({ rules }) => !rulePack(rules).applicationsKeepSdk)
  const complete = keys.every(({ observed }) => observed.complete)
  const count = (scenario: RequestedKey['scenario']) => keys.filter((key) => key.scenario === scenario).length
  const applications = applicationsOf(keys, language)
  const lines = [
    messages.keyFacts,
    ...(isForbidden && complete ? [messages.noForbidden(zoned(from), zoned(to))] : []),
    ...(complete ? [] : [messages.notRead]),
    ...([1, 2] as const).flatMap((scenario) =>
      count(scenario) === 0 ? [] : [messages.scenarios[scenario](count(scenario))],
    ),
    ...(count(null) === 0 ? [] : [messages.scenarios.open(count(null))]),
    ...(applications.length === 0 ? [] : [messages.applications(listedNames(applications, language))]),
  ]
  return lines.map((text) => plain({ text }))
}

/** `role/orders (Java)`, each once. */
function applicationsOf(keys: readonly RequestedKey[], language: Language): readonly string[] {
  const { inBrackets } = messagesFor(language)
  const callers = keys.flatMap((key) => key.callers).filter(isApplication)
  return [
    ...new Set(callers.map(({ principal, client }) => `${principal}${inBrackets(clientName(client, language))}`)),
  ].sort()
}
