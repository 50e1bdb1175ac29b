import { serve } from '@hono/node-server'
import { onTestFinished } from 'vitest'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { ScopeProgress } from '../../../shared/store/scope-progress.ts'
import type { Store } from '../../../shared/store/store.ts'
import { type AtEnd, appOver, storeOf, TOKEN } from '../functions/query/asked.ts'
import { STATE_TOKEN } from '../functions/query/state-app.ts'
import { blockedRow, change, diagnostic, hostileRow, row, unknownRow } from '../rows.ts'
import { decision } from '../store/rows.ts'

/** What a browser sends once its user has entered the token. */
export const BASIC = `Basic ${btoa(`anybody:${TOKEN}`)}`

/** Sixty keys of several verdicts and regions, one of them named by attackers, a fortnight of changes, and a region that refused. */
export async function sampleStore(atEnd?: AtEnd): Promise<Store> {
  const many = Array.from({ length: 57 }, (_, at): ReadinessRow => {
    const parts = {
      keyId: `key-hzz00000000000many${String(at).padStart(2, '0')}`,
      aliases: [`alias/app-${at}`],
      region: at % 3 === 0 ? 'cn-shanghai' : 'cn-hangzhou',
      tags: [{ key: 'owner', value: at % 2 === 0 ? '支付' : 'orders' }],
      usage: { ...blockedRow().usage, calls: at * 7, week: Array.from({ length: 168 }, (_, hour) => (hour * at) % 97) },
      secrets: at % 4 === 0 ? [`app-${at}-database`] : [],
      changedAt: `2026-11-${String(8 + (at % 14)).padStart(2, '0')}T18:15:00Z`,
    }
    return at % 5 === 0 ? unknownRow(parts) : at % 7 === 0 ? blockedRow(parts) : row(parts)
  })
  const rows = [row(), blockedRow(), hostileRow(), ...many]
  const store = await storeOf(rows, atEnd)
  await store.history.put(
    rows.flatMap(({ accountId, region, keyId, verdict, changedAt }) => {
      const key = { accountId, region, keyId }
      const first = change({ ...key, changedAt: '2026-11-08T18:15:00Z', before: null, after: 'unknown' })
      const since = change({
        ...key,
        changedAt,
        before: 'unknown',
        after: verdict,
        why: ['a-rule', 'a-name-that-nothing-breaks'.repeat(8).replaceAll('-', '')],
        events: ['EVENT-9'],
      })
      return changedAt > first.changedAt ? [first, since] : [{ ...first, after: verdict }]
    }),
  )
  const { accountId, keyId } = blockedRow()
  const waiver = { kind: 'waiver', keyId, rule: 'blocked-operation' } as const
  await store.decisions.add(decision({ accountId, subject: `waiver/${keyId}/${waiver.rule}`, value: waiver }))
  const refused = diagnostic()
  const progress = new ScopeProgress(store, scopeId({ accountId: refused.accountId, region: refused.region ?? '' }))
  await progress.putDiagnostics('inventory', [refused])
  return store
}

/** The pages on a port of this machine, for one test unless `atEnd` says otherwise. Resolves to their address, without a slash at its end. */
export async function served(store: Store, atEnd: AtEnd = onTestFinished): Promise<string> {
  const app = appOver(store, { env: { CMK_API_TOKEN: TOKEN, CMK_STATE_TOKEN: STATE_TOKEN } })
  const server = serve({ fetch: (request) => app.fetch(request), hostname: '127.0.0.1', port: 0 })
  atEnd(() => new Promise((resolve) => server.close(() => resolve())))
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}`
}
