import { createHash } from 'node:crypto'
import type { Line } from '../../document/document.ts'
import { fitDocument } from '../../document/fit.ts'
import { sectionToHtml, toHtml } from '../../document/html-page.ts'
import { toTerminal } from '../../document/terminal.ts'
import type { Language } from '../../domain/language.ts'
import { messagesFor } from '../../text/digest-messages.ts'
import { paint } from '../../text/verdict-style.ts'
import type { ChannelMessage } from '../channel.ts'
import type { ChannelConfig } from '../channel-definition.ts'
import { messageDocument } from '../message-document.ts'
import { mailboxes } from './options.ts'

/** The most of a mail's HTML, in bytes: Gmail hides what comes after 102 KB. */
const MAX_HTML = 100_000
/** The most of a report that is attached, in bytes, before base64 adds a third: many servers take mails of 10 MB. */
const MAX_REPORT = 6_000_000
const REPORT_NAME = 'cmk-readiness.html'

export interface Envelope {
  readonly from: string
  readonly to: string[]
}

/** Who a channel writes to, copies included. */
export function envelopeOf({ options }: ChannelConfig): Envelope {
  const { from = '', to = '', cc = '' } = options
  return { from, to: [...mailboxes(to), ...mailboxes(cc)] }
}

/**
 * The mail as it goes over the wire (RFC 5322): HTML and plain text, and the report where it has room. It depends on nothing but the message,
 * and its Message-ID on the channel and the day, so that mail programs know a second sending by it.
 */
export async function composeMail(message: ChannelMessage, config: ChannelConfig): Promise<string> {
  const { id, accountIds } = message
  const { language, options } = config
  const { from = '', to = '', cc = '' } = options
  const wantsReport = options.report !== 'no' && !message.isEmpty
  const report = wantsReport ? await reportOf(message, language) : undefined
  const messages = messagesFor(language)
  const note = report === undefined ? messages.reportLeftOut : messages.reportAttached
  const document = messageDocument(message, config)
  const foot: readonly Line[] = [...(document.foot ?? []), ...(wantsReport ? [[note]] : [])]
  const fitted = fitDocument(
    { ...document, foot },
    {
      max: MAX_HTML,
      baseSize: (whole) => Buffer.byteLength(toHtml({ ...whole, sections: [] }, language)),
      section: (section) => Buffer.byteLength(sectionToHtml(section)),
      language,
    },
  )
  // Loaded here: most who run this program send no mail.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  // Two deployments may write from one address to one list: what they audit tells their mails apart.
  const unique = createHash('sha256')
    .update(JSON.stringify([id, from, accountIds]))
    .digest('hex')
    .slice(0, 32)
  const mail = new MailComposer({
    from: { name: 'cmk-readiness', address: from },
    to: mailboxes(to),
    cc: mailboxes(cc),
    subject: message.headline(language),
    messageId: `<${unique}@${from.slice(from.indexOf('@') + 1)}>`,
    date: new Date(message.madeAt),
    // Out-of-office programs do not answer it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: toTerminal(fitted, undefined, paint(false)),
    html: toHtml(fitted, language),
    attachments:
      report === undefined ? [] : [{ filename: REPORT_NAME, content: report, contentType: 'text/html; charset=utf-8' }],
    baseBoundary: unique,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const text = (await mail.compile().build()).toString('utf8')
  // As the lines end on the wire; in encoded parts they are left as they were written.
  return text.replace(/\r?\n/g, '\r\n')
}

/** The report, where its rows are known and it is not too large. */
async function reportOf({ report }: ChannelMessage, language: Language): Promise<string | undefined> {
  const page = await report(language)
  if (page === undefined) return undefined
  const pieces: string[] = []
  let size = 0
  for (const piece of page) {
    size += Buffer.byteLength(piece)
    if (size > MAX_REPORT) return undefined
    pieces.push(piece)
  }
  return pieces.join('')
}
