import type { Language } from '../domain/language.ts'
import type { HttpProxy } from '../net/proxy.ts'
import { type Server, webServer } from '../net/server.ts'

/** When a channel gets a digest. */
export const WHEN = ['changes', 'always'] as const

/** A channel as it is configured: everything checked, secrets in place. */
export interface ChannelConfig {
  readonly kind: string
  /** What logs and marks call it; letters, digits, `.`, `_` and `-`. */
  readonly name: string
  readonly language: Language
  /** Whether it gets a digest on days without news too; only on days with `changes` unless given. */
  readonly when?: (typeof WHEN)[number]
  /** Where people find everything that a digest has no room for, as `webLink` writes it. */
  readonly link?: string
  /** It is told of the keys of this owner only. */
  readonly owner?: string
  /** It is told of this account only. */
  readonly account?: string
  /** Where it sends. As secret as a password, unless its kind says otherwise. */
  readonly address: string
  /** What only this kind knows, by name; secret values are resolved. */
  readonly options: Readonly<Record<string, string>>
  /** Through which the address is called. */
  readonly proxy?: HttpProxy
}

/** Where a channel leads. The folder of a file is made where it is missing. */
export type Destination = { readonly server: Server } | { readonly file: string }

/** An option of a channel, `#<name>=<value>` behind its address. */
export interface ChannelOption {
  readonly name: string
  /** What a value looks like, in words. */
  readonly expects: string
  readonly accepts: (value: string) => boolean
  /** Its value is no secret: people may read it in what is printed. */
  readonly isPublic?: true
  readonly isNeeded?: true
}

/**
 * What the configuration knows of a kind of channel. It stands in `<kind>/definition.ts`, apart from `<kind>/channel.ts`, which makes and
 * sends messages and is loaded when a channel is opened: whoever only reads the configuration never loads that.
 */
export interface ChannelDefinition {
  /** The name of its folder. */
  readonly kind: string
  /** What an address of this kind looks like, in words. */
  readonly expects: string
  /** Those besides what every channel has (`lang`, `name`, `link`, `when`, `owner`, `account`). */
  readonly options: readonly ChannelOption[]
  /** The address is no secret. */
  readonly isPublic?: true
  /** It wants the rows of the table with the digest, where they are not too many. */
  readonly wantsRows?: true
  /** What else people call this kind, as `normalForm` writes it. */
  readonly otherNames?: readonly string[]
  /** The hosts of its addresses, which people write without the kind before them. */
  readonly hosts?: RegExp
  /** The address in full, or undefined where the text is none. Relative paths start at `cwd`. */
  address(text: string, cwd: string): string | undefined
  /** What of a channel does not go together, though each part is valid, in one line. */
  conflict?(config: ChannelConfig): string | undefined
  destination(config: ChannelConfig): Destination
}

/** The server of a channel whose address is a URL of it. */
export function webDestination({ address }: Pick<ChannelConfig, 'address'>): Destination {
  return { server: webServer(address) }
}

/** The secret that a receiver shares with this program. */
export const SECRET: ChannelOption = {
  name: 'secret',
  expects: 'a value, env:NAME, file:PATH or kms-secret:NAME',
  accepts: (value) => value !== '',
}
