import { percentDecoded } from '../../net/percent.ts'
import type { ChannelDefinition } from '../channel-definition.ts'
import { SMTP_OPTIONS } from './options.ts'
import { serverOf } from './server.ts'

/** Mail to people, through the operator's own mail server. */
export const smtp: ChannelDefinition = {
  kind: 'smtp',
  expects: '`smtp://[user@]host[:port]`, with from, to and mostly password behind it',
  options: SMTP_OPTIONS,
  wantsRows: true,
  otherNames: ['mail', 'email', 'mailto', '邮件'],

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
}
