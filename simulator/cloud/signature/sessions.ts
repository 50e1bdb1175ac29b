import { randomBytes } from 'node:crypto'
import type { Account, Role } from '../world.ts'

/** Credentials that AssumeRole gave. */
export interface Session {
  readonly accessKeyId: string
  readonly secret: string
  readonly token: string
  /** Milliseconds. */
  readonly expiresAt: number
  readonly account: Account
  readonly role: Role
  readonly name: string
}

/** All sessions of this cloud; they end with it. */
export class Sessions {
  readonly #byKey = new Map<string, Session>()

  issue(account: Account, role: Role, name: string, expiresAt: number): Session {
    const session: Session = {
      accessKeyId: `STS.${randomBytes(12).toString('base64url')}`,
      secret: randomBytes(24).toString('base64url'),
      token: `CAIS${randomBytes(96).toString('base64')}`,
      expiresAt,
      account,
      role,
      name,
    }
    this.#byKey.set(session.accessKeyId, session)
    return session
  }

  find(accessKeyId: string): Session | undefined {
    return this.#byKey.get(accessKeyId)
  }

  hasToken(token: string): boolean {
    return [...this.#byKey.values()].some((session) => session.token === token)
  }
}
