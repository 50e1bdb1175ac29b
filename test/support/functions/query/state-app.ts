import type { App } from '../../../../functions/query/app.ts'
import type { ReadinessRow } from '../../../../shared/domain/readiness.ts'
import { shownAsDecided } from '../../../../shared/store/as-decided.ts'
import type { Store } from '../../../../shared/store/store.ts'
import { blockedRow, NOW, row } from '../../rows.ts'
import { type Answer, appOver, ask, storeOf, TOKEN } from './asked.ts'

/** Another than that of the API. */
export const STATE_TOKEN = 'a-token-for-who-may-decide'

interface StateApp {
  readonly app: App & { readonly logged: string[] }
  readonly store: Store
  /** Decides by name, with the right token; `more`: members of the request besides. */
  readonly decide: (decision: object, more?: object) => Promise<Answer>
  /** Sends a request that names an owner, with what is given in place of the usual. */
  readonly send: (init?: RequestInit) => Promise<Answer>
}

/** The app over a table with a key that is blocked and one that is ready, where people may decide. */
export async function stateApp({
  env = { CMK_API_TOKEN: TOKEN, CMK_STATE_TOKEN: STATE_TOKEN },
  rows = [blockedRow(), row()],
  store: given,
}: {
  readonly env?: Record<string, string>
  readonly rows?: readonly ReadinessRow[]
  readonly store?: Store
} = {}): Promise<StateApp> {
  const store = shownAsDecided(given ?? (await storeOf(rows)), () => NOW)
  const app = appOver(store, { env })
  const { accountId, region } = blockedRow()
  const request = { accountId, region, by: 'Li Na', why: 'asked the team' }
  const post = (init: RequestInit) => ask(app, '/api/state', { method: 'POST', ...init })
  const headers = { Authorization: '', 'X-State-Token': STATE_TOKEN, 'Content-Type': 'application/json' }
  const owner = { kind: 'owner', key: 'alias/pay', owner: 'payments' }
  return {
    ...{ app, store },
    decide: (decision, more = {}) => post({ headers, body: JSON.stringify({ ...request, decision, ...more }) }),
    send: (init = {}) => {
      const isOwn = init.headers !== undefined && !('Content-Type' in init.headers || 'Sec-Fetch-Site' in init.headers)
      const own = isOwn ? { Authorization: '', 'Content-Type': 'application/json' } : headers
      const body = JSON.stringify({ ...request, decision: owner })
      return post({ body, ...init, headers: { ...own, ...init.headers } as Record<string, string> })
    },
  }
}

/** The numbers of decisions. */
export function told(decisions: unknown): readonly number[] {
  return (decisions as { number: number }[]).map(({ number }) => number)
}
