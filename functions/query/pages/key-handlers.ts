import type { Context } from 'hono'
import { aboutKey } from '../../../shared/domain/decisions/about-key.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { decisionsOf } from '../../../shared/store/decisions-of.ts'
import { historyOf } from '../../history/history-of-key.ts'
import { oneRow } from '../api/one-row.ts'
import type { AppParts } from '../app-parts.ts'
import { backTo, decideByForm, sentBody } from './decide-by-form.ts'
import type { KeyPageParts } from './key-page.ts'
import { readForm } from './read-form.ts'
import { type PageReader, queryOf } from './view.ts'

type Handler = (c: Context) => Promise<Response>

/** What a key's page is asked: `show` it, and `decide` what one of its forms says. */
export function keyHandlers(
  parts: AppParts,
  readerOf: (c: Context) => PageReader,
): { readonly show: Handler; readonly decide: Handler } {
  const { store, config, clock } = parts
  const rowOf = async (c: Context) => oneRow(await store(), c.req.param(), clock())
  const answer = async (c: Context, row: ReadinessRow, sent: Pick<KeyPageParts, 'refused'> = {}): Promise<Response> => {
    const [reader, tables, now] = [readerOf(c), await store(), clock()]
    const decisions = await decisionsOf(tables, scopeId(row))
    const history = await historyOf(tables, row, decisions)
    const about = aboutKey(row, decisions, now)
    const { keyPage } = await import('./key-page.ts')
    return keyPage({ row, history, now, about, isOpen: config.stateToken !== null, ...sent, ...reader })
  }
  return {
    show: async (c) => answer(c, await rowOf(c)),
    decide: async (c) => {
      const body = await sentBody(c)
      const { view } = readerOf(c)
      const row = await rowOf(c)
      const refused = await decideByForm(readForm(body, row), parts)
      return refused ? answer(c, row, { refused }) : backTo(queryOf(view, { page: view.page }), 'people')
    },
  }
}
