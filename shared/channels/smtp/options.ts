import type { ChannelOption } from '../channel-definition.ts'

/** An address without a name before it: nothing in it can begin another header, another recipient or a comment. */
const MAILBOX = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?$/i
const PEM = /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/

/** How the connection is secured; there is no way to do without. */
const TLS_MODES = ['starttls', 'implicit'] as const

/** The mailboxes of a list, which stand between semicolons, or commas that are percent-encoded. */
export function mailboxes(text: string): string[] {
  return text
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function isMailbox(text: string): boolean {
  return MAILBOX.test(text) && !text.includes('..')
}

function areMailboxes(text: string): boolean {
  const all = mailboxes(text)
  return all.length > 0 && all.every(isMailbox)
}

const LIST = 'mail addresses such as a@example.com;b@example.com'

export const SMTP_OPTIONS: readonly ChannelOption[] = [
  { name: 'from', expects: 'one mail address', accepts: isMailbox, isPublic: true, isNeeded: true },
  { name: 'to', expects: LIST, accepts: areMailboxes, isPublic: true, isNeeded: true },
  { name: 'cc', expects: LIST, accepts: areMailboxes, isPublic: true },
  { name: 'password', expects: 'a password, env:NAME, file:PATH or kms-secret:NAME', accepts: (value) => value !== '' },
  {
    name: 'tls',
    expects: TLS_MODES.join(' or '),
    accepts: (value) => TLS_MODES.some((mode) => mode === value),
    isPublic: true,
  },
  {
    name: 'ca',
    expects: 'file:PATH of PEM certificates that sign the server’s, beside which none is trusted',
    accepts: (value) => PEM.test(value),
    isPublic: true,
  },
  {
    name: 'report',
    expects: 'yes or no: whether the report is attached',
    accepts: (value) => ['yes', 'no'].includes(value),
    isPublic: true,
  },
]
