import { type Document, type Item, join, type Line, plain, type Section } from '../document/document.ts'
import { toTerminal } from '../document/terminal.ts'
import type { Language } from '../domain/language.ts'
import { batchSteps } from '../domain/request/batch-steps.ts'
import type { MigrationRequest, RequestedBatch, SupportCase } from '../domain/request/request.ts'
import type { ReportContext } from '../text/reader.ts'
import { requestMessagesFor } from '../text/request-messages.ts'
import { type Paint, paint } from '../text/verdict-style.ts'
import { beforeSection, disagreementLines } from './request-check.ts'
import { supportTicket } from './request-support.ts'
import { batchTicket, keyNames } from './request-ticket.ts'
import { stepSections } from './steps.ts'

export interface RequestTextOptions {
  readonly language: Language
  readonly width?: number
  readonly colour: boolean
}

/** The whole request as text: for each batch what comes before it, what is to be copied, and what owners have to do. Ends with a line break. */
export function renderRequest(request: MigrationRequest, { language, width, colour }: RequestTextOptions): string {
  const context = { language, timezone: request.timezone }
  const messages = requestMessagesFor(language)
  const colours = paint(colour)
  const draw = (document: Document) => toTerminal(document, width, colours)
  const disagreements = disagreementLines(request.batches, language).map((text) => plain({ text }))
  const parts = [
    ...(disagreements.length === 0
      ? []
      : [[draw({ title: messages.title, lead: [], sections: [{ title: messages.disagree, items: disagreements }] })]]),
    ...request.batches.map((batch) => [
      draw({ title: batch.id, lead: stateLines(batch, language), sections: [beforeSection(batch, context)] }),
      copied(batchTicketText(batch, context), language, colours),
      ownersText(batch, context, draw),
    ]),
    ...request.support.map((each) => [
      draw({ title: messages.support, lead: [], sections: [] }),
      copied(supportTicketText(each, context), language, colours),
    ]),
  ]
  return parts.length === 0
    ? `${messages.nothing}\n`
    : parts.map((texts) => texts.filter(Boolean).join('\n')).join('\n\n')
}

/** The text of a batch as it is pasted into a ticket, or the steps of the tool: plain lines, without a line break at their end. */
export function batchTicketText(batch: RequestedBatch, context: ReportContext): string {
  return plainText(batchTicket(batch, context))
}

/** The same for keys that the page sends to technical support. */
export function supportTicketText(support: SupportCase, context: ReportContext): string {
  return plainText(supportTicket(support, context))
}

/** What owners have to do about the keys of a batch, before their move and after. */
export function ownerSections(batch: RequestedBatch, context: ReportContext): Section[] {
  const { forKeys } = requestMessagesFor(context.language)
  const steps = batchSteps(batch.keys)
  const drawn = stepSections(
    steps.map(({ step }) => step),
    context,
  )
  const keysOf = steps.map(({ keyIds }): Line => [forKeys, ...keyNames(keyIds, context.language)])
  let at = 0
  return drawn.map((section) => ({
    ...section,
    items: section.items.map((item): Item => ({ ...item, details: [...item.details, keysOf[at++] ?? []] })),
  }))
}

function ownersText(batch: RequestedBatch, context: ReportContext, draw: (document: Document) => string): string {
  const sections = ownerSections(batch, context)
  return sections.length === 0 ? '' : draw({ title: requestMessagesFor(context.language).owners, lead: [], sections })
}

function stateLines({ state, ticket }: RequestedBatch, language: Language): Line[] {
  const messages = requestMessagesFor(language)
  const parts: Line[] = [
    ...(state === null ? [] : [[messages.states[state]]]),
    ...(ticket === null ? [] : [[`${messages.ticketNumber} `, { text: ticket }] satisfies Line]),
  ]
  return parts.length === 0 ? [] : [join(parts, ' · ')]
}

function plainText(document: Document): string {
  return toTerminal(document, undefined, paint(false)).trimEnd()
}

/** Lines that say from where to where to copy. They are no part of what is copied. */
function copied(text: string, language: Language, colours: Paint): string {
  const { copyFrom, copyTo } = requestMessagesFor(language)
  return `${colours.bold(`----- ${copyFrom} -----`)}\n${text}\n${colours.bold(`----- ${copyTo} -----`)}\n`
}
