import { normalForm } from './normal-form.ts'

/** A token of a user agent in normal form: `java` and `17.0.2`, `swift` and nothing, `client` and `aliyuncli/2.1.9`. */
export interface Product {
  readonly name: string
  /** All behind the first slash; empty for a bare word. */
  readonly version: string
}

/** A user agent by its parts (RFC 9110, section 10.1.5), without letter case, invisible characters and odd spaces. */
export interface UserAgent {
  /** Products before the first bracket; all of them where there is none. */
  readonly before: readonly Product[]
  /** Products behind the first bracket that closes. */
  readonly behind: readonly Product[]
  /** Words inside brackets, however deep. A bracket that never closes takes in all that follows. */
  readonly remarks: readonly string[]
  readonly hasBracket: boolean
}

/** What servers take for a header at most, in characters. No SDK comes near it. */
const MAX_LENGTH = 8_192
/** Names under which SDKs and tools append what somebody else calls himself: Python and Go, old generation. */
const WRAPPERS: ReadonlySet<string> = new Set(['client', 'request', 'extra'])

/** What no header can hold (RFC 9110, section 5.5), white space aside. */
const CONTROL = /(?!\s)\p{Cc}/u

/** Takes a user agent apart; undefined for one that cannot have come in a header as it is. Linear in its length. */
export function parseUserAgent(userAgent: string): UserAgent | undefined {
  if (userAgent.length > MAX_LENGTH || CONTROL.test(userAgent)) return undefined
  const before: Product[] = []
  const behind: Product[] = []
  const remarks: string[] = []
  let depth = 0
  let hasBracket = false
  // White space of any kind parts words; a byte order mark is none, although JavaScript thinks so.
  for (const [part] of normalForm(userAgent.replace(/[^\S\ufeff]+/g, ' ')).matchAll(/[()]|[^()\s]+/g)) {
    if (part === '(') {
      depth += 1
      hasBracket = true
    } else if (part === ')') depth = Math.max(0, depth - 1)
    else if (depth > 0) remarks.push(part)
    else (hasBracket ? behind : before).push(productOf(part))
  }
  return { before, behind, remarks, hasBracket }
}

/** What stands between slashes, semicolons and commas, anywhere in a user agent. */
export function namesIn({ before, behind, remarks }: UserAgent): string[] {
  const words = [...before, ...behind].map(({ name, version }) => `${name}/${version}`)
  return [...words, ...remarks].flatMap((word) => word.split(/[/;,]/))
}

function productOf(word: string): Product {
  const slash = word.indexOf('/')
  if (slash < 0) return { name: word, version: '' }
  const product = { name: word.slice(0, slash), version: word.slice(slash + 1) }
  return WRAPPERS.has(product.name) && product.version !== '' ? productOf(product.version) : product
}
