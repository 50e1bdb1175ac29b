import { type Client, hasMigrationSdk } from './caller.ts'
import { normalForm } from './normal-form.ts'
import { namesIn, type Product, parseUserAgent, type UserAgent } from './user-agent.ts'

/** Languages by the name of their token in the SDKs' agents. Those that no contract word stands for are `unknown`, but known to be another. */
const LANGUAGES: ReadonlyMap<string, Client> = new Map([
  ['java', 'java'],
  ['golang', 'go'],
  ['python', 'python'],
  ['node.js', 'nodejs'],
  ['nodejs', 'nodejs'],
  ['php', 'php'],
  ['c++', 'cpp'],
  ['cpp', 'cpp'],
  // tea-util for C++ names no language, and is the only one that writes this.
  ['daradsl', 'cpp'],
  ['swift', 'swift'],
  ['ruby', 'ruby'],
  // .NET's SDKs write the runtime's folder without its dots, or that they did not find it.
  ['runtimenotfound', 'dotnet'],
  ['dotnet', 'dotnet'],
  ...['rust', 'perl', 'dart', 'powershell', 'lua', 'erlang', 'elixir', 'deno', 'bun'].map(
    (name) => [name, 'unknown'] as const,
  ),
])
/** `netcoreapp/6.0.1`, `netframework64/v4.0.30319`, `.NET`; not Netty, which is Java's. */
const DOTNET = /^\.?net($|\d|core|framework|standard)/

/** Tools in whose agents a language stands that is none of the operator's. They count wherever they stand. */
const TOOLS: readonly (readonly [RegExp, Client])[] = [
  [/^aliyun-?cli(?![a-z])/, 'cli'],
  [
    /^hashicorp-terraform(?![a-z])|^terraform-(provider|module)|^terraformtraceid$|^terraform($|[-_@:]?v?\d)/,
    'terraform',
  ],
  // Both run the Terraform provider, and OpenTofu is a fork of Terraform.
  [/^(pulumi|crossplane|opentofu)(?![a-z])/, 'terraform'],
  [/^(hashicorp-)?packer(?![a-z])|^ansible(?![a-z])/, 'unknown'],
]

const CONSOLE = /^(aliyunconsole|[a-z0-9-]+\.console\.(aliyun|alibabacloud)\.com)$/

/**
 * The language or tool that a user agent proves (docs/vendor-facts.md, "User agents"; the agents that the SDKs' sources build are in
 * `test/support/domain/sdk-agents.ts`). A language with a migration SDK is only what the first product behind the first bracket of an SDK's own
 * agent says: the defaults of HTTP libraries (`Go-http-client`, `python-requests`, `Java/1.8`) come from programs, proxies and tools
 * of any kind. A language without one counts as a product anywhere. `console` needs more than an agent: see `isConsoleAgent`.
 */
export function clientOfUserAgent(text: string): Client {
  const known = clients.get(text)
  if (known !== undefined) return known
  const client = clientIn(text)
  if (clients.size >= REMEMBERED) clients.clear()
  clients.set(text, client)
  return client
}

/** Of agents that were seen last: a program sends the same one in all of its calls. */
const clients = new Map<string, Client>()
const REMEMBERED = 1_000

function clientIn(text: string): Client {
  const agent = parseUserAgent(text)
  if (agent === undefined) return 'unknown'
  const tool = toolIn(agent)
  if (tool !== undefined) return tool
  const products = agent.hasBracket ? agent.behind : agent.before
  const named = new Set(products.flatMap((product, index) => languageOf(product, index, products[index + 1]) ?? []))
  const [first, ...others] = named
  if (first === undefined) return 'unknown'
  const unsupported = [...named].find((client) => client !== 'unknown' && !hasMigrationSdk(client))
  if (unsupported !== undefined) return unsupported
  const isProof =
    isOfSdk(agent) && others.length === 0 && products[0] !== undefined && languageOf(products[0], 0) === first
  return isProof ? first : 'unknown'
}

/** Words that say whose SDK it is, and not who calls. */
const OF_SDK: ReadonlySet<string> = new Set(['alibabacloud', 'alibaba', 'cloud'])
/** A name of a product as programs have them (RFC 9110, section 5.6.2), of at most 64 characters: anybody can send anything. */
const PRODUCT = /^[a-z0-9][\w.+@-]{0,63}$/

/**
 * What a user agent calls itself: the name of its first product, in lower case and without its version; before that, a language or tool in it
 * that no contract word stands for. Undefined for what is no such name.
 */
export function agentProduct(userAgent: string): string | undefined {
  const agent = parseUserAgent(userAgent)
  if (agent === undefined) return undefined
  const names = [...agent.before, ...agent.behind].map(({ name }) => name)
  const name = otherIn(agent) ?? names.find((each) => !OF_SDK.has(each))
  return name !== undefined && PRODUCT.test(name) ? name : undefined
}

/** True for an agent's name, as `agentProduct` has it, that is a language or tool for which no contract word stands. */
export function isOtherLanguage(product: string): boolean {
  return LANGUAGES.get(product) === 'unknown' || clientOfTool(product) === 'unknown'
}

function otherIn(agent: UserAgent): string | undefined {
  const products = agent.hasBracket ? agent.behind : agent.before
  const language = products.find((product, index) => languageOf(product, index, products[index + 1]) === 'unknown')
  return language?.name ?? namesIn(agent).find((name) => clientOfTool(name) === 'unknown')
}

/** True when the user agent is that of the vendor's console, and nothing else. */
export function isConsoleAgent(userAgent: string): boolean {
  return CONSOLE.test(normalForm(userAgent))
}

function toolIn(agent: UserAgent): Client | undefined {
  for (const name of namesIn(agent)) {
    const tool = clientOfTool(name)
    if (tool !== undefined) return tool
  }
  return undefined
}

function clientOfTool(name: string): Client | undefined {
  return TOOLS.find(([form]) => form.test(name))?.[1]
}

/** The language of a product. A bare word is one only where SDKs write it so: first, or before their core (`Swift Core/…`). */
function languageOf({ name, version }: Product, index: number, next?: Product): Client | undefined {
  const language = LANGUAGES.get(name) ?? (DOTNET.test(name) ? 'dotnet' : undefined)
  if (language === undefined || version !== '') return language
  const isWritten = !hasMigrationSdk(language) && (index === 0 || next?.name === 'core')
  return isWritten ? language : undefined
}

/** `AlibabaCloud (…)`; .NET's older SDK and Python's first Tea write `Alibaba Cloud (…)`. */
function isOfSdk({ before, hasBracket }: UserAgent): boolean {
  return hasBracket && /^alibaba ?cloud$/.test(before.map(({ name, version }) => name + version).join(' '))
}
