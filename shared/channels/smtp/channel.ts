import { percentDecoded } from '../../net/percent.ts'
import { bareHost } from '../../net/server.ts'
import type { ChannelConfig, ChannelKind } from '../channel.ts'
import type { MailServer } from './delivery.ts'
import { composeMail, envelopeOf } from './mail.ts'
import { SMTP_OPTIONS } from './options.ts'
import { mailToAll } from './rounds.ts'

/** Submission: port 587 with STARTTLS (RFC 6409), port 465 with TLS from the first byte (RFC 8314). */
const PORTS = { starttls: 587, implicit: 465 } as const

/** Mail to people, through the operator's own mail server. */
export const smtp: ChannelKind = {
  kind: 'smtp',
  expects: '`smtp://[user@]host[:port]`, with from, to and mostly password behind it',
  options: SMTP_OPTIONS,
  takesRows: true,

  /** What stands behind the `smtp:` of `smtp://…`. A password belongs in the option: in an address it is copied along. */
  address(text) {
    const written = text.startsWith('//') ? `smtp:${text}` : text
    const url = URL.canParse(written) ? new URL(written) : undefined
    if (url?.protocol !== 'smtp:' || url.hostname === '' || url.password !== '') return undefined
    const isWhole = ['', '/'].includes(url.pathname) && url.search === '' && percentDecoded(url.username) !== undefined
    return isWhole ? url.href : undefined
  },

  conflict({ address, options }) {
    if (options.password === undefined || new URL(address).username !== '') return undefined
    return 'it has a password and no user; it takes `smtp://<user>@host`, with @ as %40 in the user'
  },

  destination(config) {
    const { login: _, ...server } = serverOf(config)
    return { server }
  },

  open(config, services) {
    const { name, kind, language } = config
    const server = serverOf(config)
    const envelope = envelopeOf(config)
    return {
      name,
      kind,
      language,
      body: (message) => composeMail(message, config),
      async send(message, sending) {
        const mail = await composeMail(message, config)
        return mailToAll({ channel: name, server, envelope, mail }, sending, services)
      },
    }
  },
}

function serverOf({ address, options }: ChannelConfig): MailServer {
  const { hostname, port, username } = new URL(address)
  const { password: pass, ca, tls } = options
  const user = percentDecoded(username) ?? ''
  const implicitTls = tls === undefined ? port === `${PORTS.implicit}` : tls === 'implicit'
  return {
    host: bareHost(hostname),
    port: port === '' ? PORTS[implicitTls ? 'implicit' : 'starttls'] : Number(port),
    implicitTls,
    ...(ca === undefined ? {} : { ca }),
    ...(user === '' || pass === undefined ? {} : { login: { user, pass } }),
  }
}
