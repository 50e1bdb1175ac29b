import { type ChannelOption, WHEN } from '../channels/channel-definition.ts'
import { LANGUAGES } from '../domain/language.ts'
import { webLink } from '../net/web-link.ts'

/** What `digest` prints to when it is given no channel; it has no address and no marks. */
export const TERMINAL = 'terminal'
/** No character that acts: it stands in titles and subjects. */
const OWNER = /^\P{C}{1,64}$/u
const ACCOUNT = /^\d{5,20}$/
const NAME = /^[\w.-]{1,64}$/

/** The options that a channel of every kind has. People may read them all. */
export const COMMON_OPTIONS: readonly ChannelOption[] = [
  {
    name: 'lang',
    expects: LANGUAGES.join(' or '),
    accepts: (value) => LANGUAGES.some((language) => language === value),
    isPublic: true,
  },
  {
    name: 'name',
    expects: `up to 64 letters, digits, . _ - and not the word ${TERMINAL}`,
    accepts: (value) => NAME.test(value) && value !== TERMINAL,
    isPublic: true,
  },
  {
    name: 'link',
    expects: 'the http or https address of the dashboard or the report, without a password in it',
    accepts: (value) => webLink(value) !== undefined,
    isPublic: true,
  },
  {
    name: 'when',
    expects: WHEN.join(' or '),
    accepts: (value) => WHEN.some((each) => each === value),
    isPublic: true,
  },
  {
    name: 'owner',
    expects: 'the name of an owner, as tags or `state owner` give it, up to 64 characters',
    accepts: (value) => OWNER.test(value) && value.trim() !== '',
    isPublic: true,
  },
  {
    name: 'account',
    expects: 'the id of an account, digits only',
    accepts: (value) => ACCOUNT.test(value),
    isPublic: true,
  },
]
