import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { selfSigned } from './self-signed.ts'

/** What a server does at one point of a conversation: a reply, or the end of the connection. */
export type SmtpStrike = { readonly reply: number } | 'drop'

export interface MailServerOptions {
  /** TLS from the first byte. */
  readonly implicitTls?: boolean
  /** Does not offer STARTTLS. */
  readonly plain?: boolean
  /** The most that it takes, in bytes, which it announces. */
  readonly size?: number
  /** Takes no mail without a login. */
  readonly login?: { readonly user: string; readonly pass: string }
  /** The reply to recipients that it does not take, by address; of a list the next reply each time, and then it takes them. */
  readonly refused?: Readonly<Record<string, number | readonly number[]>>
}

export interface MailServer {
  /** Ends it. */
  close(): Promise<void>
  readonly port: number
  /** PEM of the certificate that signs its own. */
  readonly ca: string
  readonly mails: readonly { readonly raw: Buffer; readonly to: readonly string[]; readonly parsed: ParsedMail }[]
  /** Connections that were begun. */
  readonly sessions: number
  /** What happens when the next mails have been read whole, one each. */
  strike(...strikes: SmtpStrike[]): void
}

/** A real SMTP server on loopback, for the running test. Nothing goes on unencrypted. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { implicitTls = false, plain = false, size, login, refused = {} } = options
  const { cert, key } = selfSigned('127.0.0.1')
  const strikes: SmtpStrike[] = []
  const mails: MailServer['mails'][number][] = []
  const state = { sessions: 0 }
  const tries = new Map<string, number>()
  const server = new SMTPServer({
    secure: implicitTls,
    cert,
    key,
    ...(size === undefined ? {} : { size }),
    authOptional: login === undefined,
    disabledCommands: plain ? ['STARTTLS'] : [],
    // A server that people would use asks for TLS first.
    hideSTARTTLS: false,
    logger: false,
    closeTimeout: 100,
    onAuth({ username, password }, _, callback) {
      if (username === login?.user && password === login?.pass) callback(null, { user: username })
      else callback(replyError(535))
    },
    onMailFrom(_, session, callback) {
      callback(session.secure || plain ? null : replyError(530))
    },
    onRcptTo({ address }, _, callback) {
      const replies = refused[address]
      const asked = tries.get(address) ?? 0
      tries.set(address, asked + 1)
      const reply = typeof replies === 'object' ? replies[asked] : replies
      callback(reply === undefined ? null : replyError(reply))
    },
    onData(stream, session, callback) {
      read(stream).then(async (raw) => {
        const strike = strikes.shift()
        if (strike === 'drop') {
          for (const { _socket } of server.connections) _socket.destroy()
          return
        }
        if (stream.sizeExceeded) return callback(replyError(552))
        if (strike !== undefined) return callback(replyError(strike.reply))
        mails.push({ raw, to: recipientsOf(session), parsed: await simpleParser(raw) })
        callback()
      }, callback)
    },
  })
  server.on('error', () => {})
  server.server.on('connection', () => {
    state.sessions += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
    ca: cert,
    mails,
    get sessions() {
      return state.sessions
    },
    strike: (...more) => strikes.push(...more),
  }
}

function recipientsOf({ envelope }: SMTPServerSession): string[] {
  return envelope.rcptTo.map(({ address }) => address)
}

function replyError(responseCode: number): Error {
  return Object.assign(new Error('synthetic reply'), { responseCode })
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
