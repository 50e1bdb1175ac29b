import { plain, type Section } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import type { RequestedBatch } from '../domain/request/request.ts'
import { messagesFor } from '../text/digest-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { requestMessagesFor } from '../text/request-messages.ts'
import { verdictName } from '../text/verdict-style.ts'
import { listedNames } from './request-ticket.ts'

/** What comes before a request: what the batch lacks, and the console's own check. */
export function beforeSection(batch: RequestedBatch, { language }: ReportContext): Section {
  const messages = requestMessagesFor(language)
  const { accountId, region, way, missing, notReady, moved, gone, keys } = batch
  const names = (ids: readonly string[]) => listedNames(ids, language)
  const unsure = keys.filter(({ byStatement }) => byStatement).map(({ keyId }) => keyId)
  const { colon } = messagesFor(language)
  const lost = notReady.map(({ keyId, verdict }) => `${keyId}${colon}${verdictName(verdict, language)}`)
  const lines: string[] = [
    ...missing.map((each) => messages.missing[each](region)),
    ...(lost.length === 0 ? [] : [messages.notReady(names(lost))]),
    ...(moved.length === 0 ? [] : [messages.moved(names(moved.map(({ keyId }) => keyId)))]),
    ...(gone.length === 0 ? [] : [messages.gone(names(gone))]),
    ...(unsure.length === 0 ? [] : [messages.byStatement(names(unsure))]),
    messages.check[way](accountId, region),
  ]
  return { title: messages.before, items: lines.map((text) => plain({ text })) }
}

/** What to do where the console's own check and the table disagree, in both directions. */
export function disagreementLines(batches: readonly RequestedBatch[], language: Language): readonly string[] {
  const { toolRefuses, toolAccepts } = requestMessagesFor(language)
  const ways = [...new Set(batches.map(({ way }) => way))]
  return ways.length === 0 ? [] : [toolRefuses, ...ways.map((way) => toolAccepts[way])]
}
