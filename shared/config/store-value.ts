import { resolve } from 'node:path'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { address } from './values.ts'

/** `sqlite:<file>`, relative to `cwd`, or `tablestore:<endpoint>`, whose first label names the instance unless `instance` does. */
export function storeValue(cwd: string, instance: string | undefined): z.ZodType<Config['store'], string> {
  return z.string().transform((text, context): Config['store'] => {
    const [, kind, rest = ''] = /^(sqlite|tablestore):(.+)$/.exec(text) ?? []
    if (kind === 'sqlite') return { kind, file: resolve(cwd, rest) }
    if (kind === 'tablestore') {
      const endpoint = rest.includes('://') ? rest : `https://${rest}`
      const name = address.safeParse(endpoint).success
        ? (instance ?? firstLabel(new URL(endpoint).hostname))
        : undefined
      if (name !== undefined) return { kind, endpoint: endpoint.replace(/\/$/, ''), instance: name }
    }
    context.addIssue({ code: 'custom', message: 'no store' })
    return z.NEVER
  })
}

/** Undefined for an IP address or a bare name, which hold no instance. */
function firstLabel(host: string): string | undefined {
  return /^([a-z][a-z0-9-]*)\.[a-z]/i.exec(host)?.[1]
}
