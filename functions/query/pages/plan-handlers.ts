import type { Context } from 'hono'
import { readRequest } from '../../plan/read-request.ts'
import type { AppParts } from '../app-parts.ts'
import { backTo, decideByForm, type Refused, sentBody } from './decide-by-form.ts'
import { readBatchForm } from './read-batch-form.ts'
import { type PageReader, queryOf } from './view.ts'

type Handler = (c: Context) => Promise<Response>

/** What the page of the plan is asked: `show` it, and `decide` what one of its forms says of a batch. */
export function planHandlers(
  parts: AppParts,
  readerOf: (c: Context) => PageReader,
): { readonly show: Handler; readonly decide: Handler } {
  const { store, config, clock } = parts
  const answer = async (c: Context, refused?: Refused): Promise<Response> => {
    const [reader, tables, now] = [readerOf(c), await store(), clock()]
    const read = await readRequest(tables, config, {}, { now })
    const { planPage } = await import('./plan-page.ts')
    return planPage({ ...read, now, isOpen: config.stateToken !== null, ...(refused && { refused }) }, reader)
  }
  return {
    show: (c) => answer(c),
    decide: async (c) => {
      const sent = readBatchForm(await sentBody(c), config.timezone)
      const refused = await decideByForm(sent, parts)
      return refused ? answer(c, refused) : backTo(queryOf(readerOf(c).view), 'batches')
    },
  }
}
