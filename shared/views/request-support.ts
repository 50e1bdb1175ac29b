import { type Document, type Item, join, type Line } from '../document/document.ts'
import { clientName, networkName } from '../domain/caller-names.ts'
import { decidingCallers } from '../domain/deciding.ts'
import type { CallerSummary } from '../domain/readiness.ts'
import type { RequestedKey, SupportCase } from '../domain/request/request.ts'
import { localTime, zoneName } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { findingTextIn } from '../text/finding-text.ts'
import type { ReportContext } from '../text/reader.ts'
import { requestMessagesFor } from '../text/request-messages.ts'
import { contactItems } from './request-ticket.ts'

/** The ticket for keys that the page sends to technical support, each with its evidence: who called, and the ids of the events. */
export function supportTicket({ accountId, region, keys }: SupportCase, context: ReportContext): Document {
  const { language } = context
  const messages = requestMessagesFor(language)
  const { colon, timesIn } = messagesFor(language)
  return {
    title: messages.supportTitle(keys.length, region),
    lead: [
      [messages.supportLead],
      [`${messages.account}${colon}`, { name: accountId }],
      [`${messages.region}${colon}`, { name: region }],
      ...contactItems(keys, language).flatMap((item) => item.subjects),
      [timesIn(zoneName(context.timezone))],
    ],
    sections: [{ title: messages.keys, count: keys.length, items: keys.map((key) => keyItem(key, context)) }],
  }
}

function keyItem(key: RequestedKey, context: ReportContext): Item {
  const { language, timezone } = context
  const messages = requestMessagesFor(language)
  const { events: label, colon } = messagesFor(language)
  const { keyId, aliases, keySpec, findings, calls, observed } = key
  const names = [keyId, ...aliases, ...(keySpec === null ? [] : [keySpec])]
  const callers = decidingCallers({ usage: key }, findings)
  const events = [...new Set(findings.flatMap((finding) => finding.events))].map((name): Line => [{ name }])
  const period = [observed.from, observed.to].map((time) => localTime(time, timezone))
  const details: Line[] = [
    ...findings.map((finding): Line => [{ text: findingTextIn(finding, context).message }]),
    ...callers.map((caller) => callerLine(caller, context)),
    ...(key.moreCallers > 0 ? [[messages.moreCallers(key.moreCallers)]] : []),
    [messages.observed(period[0] ?? '', period[1] ?? '', calls)],
    ...(events.length === 0 ? [] : [[`${label}${colon}`, ...join(events, ' ')]]),
  ]
  return {
    subjects: [
      join(
        names.map((name) => [{ name }]),
        ' · ',
      ),
    ],
    details,
  }
}

function callerLine(
  { principal, client, network, operations, calls, lastSeenAt }: CallerSummary,
  { language, timezone }: ReportContext,
): Line {
  const { colon, comma, inBrackets, listComma } = messagesFor(language)
  const messages = requestMessagesFor(language)
  const from = inBrackets(`${clientName(client, language)}${comma}${networkName(network, language)}`)
  return [
    `${messages.callers}${colon}`,
    { name: principal },
    `${from}${colon}`,
    { text: operations.join(listComma) },
    `${comma}${messages.calls(calls, localTime(lastSeenAt, timezone))}`,
  ]
}
