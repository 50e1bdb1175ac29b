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

export interface AccessKey {
  id: string
  secret: string
  /** A RAM user's name, or `root`: the account itself, to which nothing is denied. */
  user: string
  policy: Statement[]
}

/** A RAM policy statement in RAM's own form; `*` stands for any characters. */
export interface Statement {
  Effect: 'Allow' | 'Deny'
  Action: string[]
  Resource: string[]
}
