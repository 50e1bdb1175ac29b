import { percentDecoded } from '../../net/percent.ts'
import { bareHost, type Server } from '../../net/server.ts'
import type { ChannelConfig } from '../channel-definition.ts'

/** Submission: port 587 with STARTTLS (RFC 6409), port 465 with TLS from the first byte (RFC 8314). */
const PORTS = { starttls: 587, implicit: 465 } as const

/** Where the connection does not begin with TLS, it becomes TLS before anything of worth is sent, or ends. */
export interface MailServer extends Server {
  readonly login?: { readonly user: string; readonly pass: string }
}

/** The mail server of a channel, and who logs in there. */
export function serverOf({ address, options }: ChannelConfig): MailServer {
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
