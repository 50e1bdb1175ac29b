import { normalForm } from './normal-form.ts'
import type { Scope } from './scope.ts'

/** What an ARN of KMS says of the place of its resource, in normal form. Empty: it does not say. */
export interface KmsArn {
  readonly region: string
  readonly account: string
  /** `key/<id>`, `alias/<name>`, `keystore/<id>`, `secret/<name>`. */
  readonly resource: string
}

/** `acs:kms:<region>:<account>:<resource>`; undefined: the text is no ARN of KMS. */
export function readKmsArn(text: string): KmsArn | undefined {
  const [partition, service, region, account, ...rest] = normalForm(text).split(':')
  const resource = rest.join(':')
  if (partition !== 'acs' || service !== 'kms' || region === undefined || account === undefined) return undefined
  return resource === '' ? undefined : { region: region.trim(), account: account.trim(), resource: resource.trim() }
}

/** How the place that an ARN names differs from a scope; undefined: it does not, as far as it says. */
export function placeContradicting(
  { region, account }: KmsArn,
  scope: Scope,
): 'AnotherRegion' | 'AnotherAccount' | undefined {
  if (!mayBe(region, scope.region)) return 'AnotherRegion'
  return mayBe(account, scope.accountId) ? undefined : 'AnotherAccount'
}

/** Words that stand where a service has nothing to say. */
const NOTHING: ReadonlySet<string> = new Set(['', '-', 'null', 'undefined'])

/** True when a text, which may be masked (`1540355698****`, `*`) or empty, can have been this name. */
export function mayBe(said: string, name: string): boolean {
  const [text, known] = [normalForm(said), normalForm(name)]
  if (NOTHING.has(text)) return true
  if (!text.includes('*')) return text === known
  const prefix = text.slice(0, text.indexOf('*'))
  const suffix = text.slice(text.lastIndexOf('*') + 1)
  return known.length >= prefix.length + suffix.length && known.startsWith(prefix) && known.endsWith(suffix)
}
