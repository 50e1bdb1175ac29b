import { resolve } from 'node:path'
import * as z from 'zod'
import { nearest } from '../domain/nearest.ts'
import type { Config } from './settings.ts'
import { address } from './values.ts'

/** Names that Tablestore gives instances (docs/vendor-facts.md, "Tablestore"). */
const INSTANCE = /^[a-z][a-z0-9-]{1,14}[a-z0-9]$/i
const INSTANCE_TAKES = '3 to 16 letters, digits and hyphens, the first a letter and the last no hyphen'

/** What is wrong with a SQLite file where functions read CMK_STORE, and what they take. */
export const NO_STORE_OF_FUNCTIONS =
  'CMK_STORE is a file or not set; in a function it takes tablestore:https://<instance>.<region>.ots.aliyuncs.com'

/** `sqlite:<file>`, relative to `cwd`, or `tablestore:<endpoint>`, whose first label names the instance unless `instance` does. */
export function storeValue(cwd: string, instance: string | undefined): z.ZodType<Config['store'], string> {
  return z.string().transform((text, context): Config['store'] => {
    const [, kind, rest = ''] = /^(sqlite|tablestore):(.+)$/.exec(text) ?? []
    // `sqlite://rows.db` is a path from the root, which nobody means.
    if (kind === 'sqlite' && !/^\/\/[^/]/.test(rest)) return { kind, file: resolve(cwd, rest) }
    if (kind === 'tablestore') {
      const endpoint = endpointIn(rest)
      const name = instanceOf(endpoint, instance)
      if (name !== undefined && INSTANCE.test(name))
        return { kind, endpoint: endpoint.replace(/\/$/, ''), instance: name }
    }
    context.addIssue({ code: 'custom', message: 'no store' })
    return z.NEVER
  })
}

/** What an address and CMK_TABLESTORE_INSTANCE name as the instance; undefined where neither does. */
function instanceOf(endpoint: string, instance: string | undefined): string | undefined {
  return address.safeParse(endpoint).success ? (instance ?? firstLabel(new URL(endpoint).hostname)) : undefined
}

/** Undefined for an IP address or a bare name, which hold no instance. */
function firstLabel(host: string): string | undefined {
  return /^([a-z0-9-]+)\.[a-z]/i.exec(host)?.[1]
}

/** That the service takes no instance of this name, where that is what is wrong with a value. */
export function storeReason(instance: string | undefined): (text: string) => string | undefined {
  return (text) => {
    const [, rest] = /^tablestore:(.+)$/.exec(text) ?? []
    const name = rest && instanceOf(endpointIn(rest), instance)
    if (!name || INSTANCE.test(name)) return undefined
    const who = instance === undefined ? 'its host names' : 'CMK_TABLESTORE_INSTANCE names'
    return `${who} the instance ${name}, and Tablestore has none of such a name; it takes ${INSTANCE_TAKES}`
  }
}

function endpointIn(rest: string): string {
  return rest.includes('://') ? rest : `https://${rest}`
}

/** What was probably meant by a value that names no store. The value must hold no password. */
export function storeHint(text: string): string {
  const meant = storeMeant(text.trim())
  return meant === undefined ? '' : `; did you mean ${meant}?`
}

/** A value as it begins, and what people write for it. */
const SCHEMES: readonly (readonly [kind: 'sqlite' | 'tablestore', written: readonly string[]])[] = [
  ['sqlite', ['sqlite', 'sqlite3', 'file', 'db', 'libsql']],
  ['tablestore', ['tablestore', 'ots']],
]

function storeMeant(text: string): string | undefined {
  const [, scheme, rest = ''] = /^([\w+-]+):(?:\/\/)?(.*)$/.exec(text) ?? []
  if (/^https?$/i.test(scheme ?? '')) return /\.(ots|tablestore)\./i.test(text) ? `tablestore:${text}` : undefined
  if (scheme === undefined) {
    if (/\.(ots|tablestore)\.[\w.]+$/i.test(text)) return `tablestore:${text}`
    return /^[^\s:]+\.(db|sqlite3?|db3)$/i.test(text) || /^\.{0,2}\//.test(text) ? `sqlite:${text}` : undefined
  }
  const found = SCHEMES.find(([, written]) => nearest(scheme, written) !== undefined)
  return found && rest !== '' ? `${found[0]}:${rest}` : undefined
}
