import type { AccessKey, Statement } from '../world.ts'

export function allow(Action: string[], Resource = ['*']): Statement {
  return { Effect: 'Allow', Action, Resource }
}

export function deny(Action: string[], Resource = ['*']): Statement {
  return { Effect: 'Deny', Action, Resource }
}

/** A further access key for an account: of a RAM user with a policy of its own, whose name must be the only one in the world. */
export function accessKey(user: string, policy: Statement[]): AccessKey {
  return { id: `LTAI${user}`, secret: `secret-of-${user}`, user, policy }
}
