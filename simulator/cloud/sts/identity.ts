import { createHash } from 'node:crypto'
import type { Caller } from '../service.ts'

/** The caller's ARN as GetCallerIdentity writes it. */
export function callerArn({ account, identity }: Caller): string {
  if (identity.kind === 'root') return `acs:ram::${account.id}:root`
  if (identity.kind === 'user') return `acs:ram::${account.id}:user/${identity.name}`
  return `acs:ram::${account.id}:assumed-role/${identity.name}/${identity.session}`
}

/** The 18 digits that RAM knows a user or role by, always the same for the same one. */
export function numericId(kind: 'user' | 'role', accountId: string, name: string): string {
  const hash = createHash('sha256').update(`${kind} ${accountId} ${name}`).digest('hex')
  return `2${BigInt(`0x${hash}`).toString().slice(0, 17)}`
}
