import type { ChannelFactory } from '../channel.ts'
import { composeMail, envelopeOf } from './mail.ts'
import { mailToAll } from './rounds.ts'
import { serverOf } from './server.ts'

/** A mail with the digest, and the report where it has room. */
export const open: ChannelFactory = (config, services) => {
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
}
