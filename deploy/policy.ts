import { type Places, permissions, type RoleName } from '../shared/ram/permissions.ts'

/** A RAM policy in RAM's own form. */
export interface Policy {
  readonly Version: '1'
  readonly Statement: readonly {
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: readonly string[]
  }[]
}

/** Who may take the two roles on: Function Compute. */
export const TRUST = {
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } }],
} as const

/** The policy of a role: one statement for each permission of the catalogue, in its order. */
export function policyOf(role: RoleName, places: Places): Policy {
  const Statement = permissions(role, places).map(({ actions, resources }) => ({
    Effect: 'Allow' as const,
    Action: actions,
    Resource: resources,
  }))
  return { Version: '1', Statement }
}
