import type { Client } from './caller.ts'

/**
 * What clients write into their user agents, old SDKs and new (reference section 6, read from the SDKs' sources). First match wins:
 * the Alibaba Cloud CLI and Terraform carry `Golang/` as well, so they come before Go. Case counts.
 */
const TEMPLATES: readonly (readonly [RegExp, Client])[] = [
  [/(^| )Aliyun-CLI\/|^aliyuncli\//, 'cli'],
  [/HashiCorp-Terraform\/|Terraform-Provider\/|Extra\/Terraform/, 'terraform'],
  [/\) Java\/|\(Java\/|^Java\//, 'java'],
  [/\) Golang\/|^Go-http-client\//, 'go'],
  [/\) Python\/|^python-requests\/|^Python-urllib\//, 'python'],
  [/\) Node\.js\//, 'nodejs'],
  [/ PHP\//, 'php'],
  [/\) (\.?NET|net)[A-Za-z0-9. ]*(\/| )|\) RuntimeNotFound/, 'dotnet'],
  [/\) C\+\+\/|(^| )CPP\//, 'cpp'],
  [/\) Swift( |\/)/, 'swift'],
]

const CONSOLE = /^AliyunConsole|^[a-z0-9-]+\.console\.(aliyun|alibabacloud)\.com/

/** The language or tool that a user agent tells of. `console` needs more than a user agent: see `isConsoleAgent`. */
export function clientOfUserAgent(userAgent: string): Client {
  return TEMPLATES.find(([template]) => template.test(userAgent))?.[1] ?? 'unknown'
}

/** True when the user agent is that of the vendor's console. */
export function isConsoleAgent(userAgent: string): boolean {
  return CONSOLE.test(userAgent)
}
