import { expect, test } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import { appOver, storeOf } from '../support/functions/query/asked.ts'
import { askPage } from '../support/pages/asked-page.ts'
import { NOW, row, unknownRow } from '../support/rows.ts'
import { readinessWith } from '../support/store/readiness-with.ts'

/** An app over a table whose readings are counted, at a time and of a version that the test sets. */
async function dashboard(rows: readonly ReadinessRow[], version?: string) {
  const state = { now: NOW, version, readings: 0, broken: false }
  const { readiness, ...rest } = await storeOf(rows)
  const counted = <T>(read: () => T): T => {
    if (state.broken) throw new Error('no tables')
    state.readings += 1
    return read()
  }
  const watched = readinessWith(readiness, {
    listSummaries: () => counted(() => readiness.listSummaries()),
    summariesOf: (scope) => counted(() => readiness.summariesOf(scope)),
    version: async () => state.version,
  })
  const store = { ...rest, readiness: watched }
  const app = appOver(store, { clock: () => state.now })
  return { state, app, html: async (path = '/') => (await askPage(app, path)).html }
}

test('the table is read once a minute, at first before anybody asks', async () => {
  const { state, app, html } = await dashboard([unknownRow()])
  await app.warm()
  await Promise.all([html(), html('/?sort=calls')])
  expect(state.readings).toBe(1)
  state.now += MINUTE
  expect(await html()).toContain('Made 2026-11-23 09:31 ')
  expect(state.readings).toBe(2)
})

test('a table that tells that it has not changed is not read again, until a key in it becomes stale', async () => {
  const { state, app, html } = await dashboard([unknownRow()], '1:1')
  await app.warm()
  state.now += HOUR
  expect(await html()).toContain('Made 2026-11-23 10:30 ')
  expect(state.readings).toBe(1)
  state.version = '1:2'
  state.now += MINUTE
  await app.warm()
  expect(state.readings).toBe(2)
  state.now = Date.parse(unknownRow().checkedAt) + 48 * HOUR
  await app.warm()
  expect(state.readings).toBe(2)
  state.now += MINUTE
  expect(await html()).toContain('stale, was unknown')
  expect(state.readings).toBe(3)
})

test('keys are counted and listed as of one moment', async () => {
  const soonStale = row({ keyId: 'key-soon', checkedAt: iso(NOW - 48 * HOUR + MINUTE / 2) })
  const { state, html } = await dashboard([soonStale])
  expect(await html('/?verdict=ready')).toContain('1 of 1 keys')
  state.now += MINUTE / 2
  expect(await html('/?verdict=ready')).not.toContain('stale')
  state.now += MINUTE / 2
  expect(await html('/?verdict=ready')).toContain('0 of 1 keys')
})

test('a table that could not be read is read again for the next request', async () => {
  const { state, app, html } = await dashboard([unknownRow()])
  state.broken = true
  await expect(app.warm()).rejects.toThrow('no tables')
  state.broken = false
  expect(await html()).toContain('1 of 1 keys')
})
