import { CHANNEL_KINDS } from '../channels/definitions.ts'
import { nearest } from '../domain/nearest.ts'
import { normalForm } from '../domain/normal-form.ts'
import { TERMINAL } from './channel-options.ts'

/** What people call the kinds: by the apps' Chinese names and their pinyin, and by what carries a message. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ...{ dingding: 'dingtalk', ding: 'dingtalk', 钉钉: 'dingtalk' },
  ...{ feishubot: 'feishu', 飞书: 'feishu', larksuite: 'lark' },
  ...{
    wechat: 'wecom',
    weixin: 'wecom',
    wxwork: 'wecom',
    workwx: 'wecom',
    qywx: 'wecom',
    wework: 'wecom',
    企业微信: 'wecom',
  },
  ...{ mail: 'smtp', email: 'smtp', mailto: 'smtp', 邮件: 'smtp' },
  ...{ hook: 'webhook', http: 'webhook', https: 'webhook' },
  ...{ path: 'save', folder: 'save', disk: 'save' },
  ...{ stdout: TERMINAL, console: TERMINAL, tty: TERMINAL, '-': TERMINAL },
}
/** Whose addresses are written without their kind before them. */
const HOSTS: readonly (readonly [host: RegExp, kind: string])[] = [
  [/(^|\.)dingtalk\.com$/, 'dingtalk'],
  [/(^|\.)feishu\.cn$/, 'feishu'],
  [/(^|\.)larksuite\.com$/, 'lark'],
  [/(^|\.)weixin\.qq\.com$/, 'wecom'],
  [/(^|\.)slack\.com$/, 'slack'],
]

/** Every kind, and what prints to the terminal. */
const KINDS = [TERMINAL, ...CHANNEL_KINDS.map(({ kind }) => kind)]

/** `; did you mean dingtalk:…?`, or nothing. Of what was written it repeats nothing. */
export function channelHint(name: string, address: string): string {
  const meant = channelMeant(name, address)
  if (meant === undefined) return ''
  return `; did you mean ${meant === TERMINAL ? meant : `${meant}:…`}?`
}

/** The kind that a word which is none was meant for. */
export function channelMeant(name: string, address = ''): string | undefined {
  const word = normalForm(name)
  const url = `${word}:${address}`
  const host = /^https?$/.test(word) && URL.canParse(url) ? new URL(url).hostname : ''
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? OTHER_NAMES[word] ?? nearest(word, KINDS)
}
