import type { MailServerOptions } from '../../../simulator/receivers/mail-server.ts'
import { startMailServer } from '../receivers.ts'
import { NOW } from '../rows.ts'
import { channelAt, Waiting } from './open.ts'

/** A mail server, and a channel that writes to two recipients through it. */
export async function server(options: MailServerOptions = {}, more = '', ca?: string) {
  const time = new Waiting(NOW)
  const mail = await startMailServer(options)
  const parts = [
    'from=bot@corp.example',
    'to=team@corp.example;lead@corp.example',
    `ca=${encodeURIComponent(ca ?? mail.ca)}`,
    ...(options.login ? [`password=${encodeURIComponent(options.login.pass)}`] : []),
    ...(options.implicitTls ? ['tls=implicit'] : []),
  ]
  const user = options.login ? `${encodeURIComponent(options.login.user)}@` : ''
  const channel = await channelAt(`smtp://${user}127.0.0.1:${mail.port}#${parts.join('&')}${more}`, time.services)
  return { mail, channel, time }
}
