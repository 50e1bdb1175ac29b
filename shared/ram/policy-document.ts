import type { Permission } from './permissions.ts'

/** A RAM policy in RAM's own form. */
export interface Policy {
  readonly Version: '1'
  readonly Statement: readonly {
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: readonly string[]
    readonly Condition?: NonNullable<Permission['condition']>
  }[]
}

/** One statement for each permission, in their order. */
export function policyDocument(permissions: readonly Permission[]): Policy {
  const Statement = permissions.map(({ actions, resources, condition }) => ({
    Effect: 'Allow' as const,
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  }))
  return { Version: '1', Statement }
}
