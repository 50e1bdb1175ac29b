import { type Places, permissions, type RoleName } from '../shared/ram/permissions.ts'
import { type Policy, policyDocument } from '../shared/ram/policy-document.ts'

/** Who may take the two roles on: Function Compute. */
export const TRUST = {
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } }],
} as const

/** The policy of a role: one statement for each permission of the catalogue, in its order. */
export function policyOf(role: RoleName, places: Places): Policy {
  return policyDocument(permissions(role, places))
}
