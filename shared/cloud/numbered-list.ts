import * as z from 'zod'
import { message } from '../domain/messages/message.ts'
import { type Contradiction, contradictionOfPage, type PageNumbers } from './contradiction.ts'
import type { CallOptions } from './credential-source.ts'
import { listAllPages, MAX_ITEMS, type Page } from './paging.ts'
import type { Query, ServiceClient } from './service-client.ts'

/** A page of a list whose pages have numbers, and what it says of itself. */
export interface NumberedPage<T> extends Page<T>, PageNumbers {}

/** What a page says of itself, as the vendor writes it. */
export const PAGE_MEMBERS = {
  TotalCount: z.int().min(0).max(MAX_ITEMS),
  PageNumber: z.int().nullish(),
  PageSize: z.int().nullish(),
}

/** The same as a `NumberedPage` has it. */
export function pageNumbers({ TotalCount, PageNumber, PageSize }: z.infer<z.ZodObject<typeof PAGE_MEMBERS>>) {
  return { total: TotalCount, pageNumber: PageNumber ?? null, pageSize: PageSize ?? null }
}

/** What is asked for page by page. */
export interface NumberedList<P> {
  readonly action: string
  readonly query: Query
  /** PageSize. */
  readonly size: number
  readonly schema: z.ZodType<P>
  /** What of a page contradicts the question, besides its number and size. */
  readonly contradictionOf?: (page: P) => Contradiction | undefined
}

/** One page. Throws a `CloudError`. */
export function numberedPage<P extends PageNumbers>(
  client: ServiceClient,
  { action, query, size, schema, contradictionOf }: NumberedList<P>,
  number: number,
  options?: CallOptions,
): Promise<P> {
  const asked = { ...query, PageNumber: number, PageSize: size }
  return client.call(
    action,
    asked,
    schema,
    options,
    (page) => contradictionOfPage(page, { number, size }) ?? contradictionOf?.(page),
  )
}

/** The items of all pages. Throws a `CloudError`, also where the list never kept still: a part of a list is none. */
export async function numberedList<T, P extends NumberedPage<T>>(
  client: ServiceClient,
  list: NumberedList<P>,
  idOf: (item: T) => string,
  options?: CallOptions,
): Promise<T[]> {
  const items = await listAllPages((number) => numberedPage(client, list, number, options), idOf)
  if (items !== undefined) return items
  throw client.error(list.action, {
    ...{ kind: 'bad-response', code: 'ListKeptChanging' },
    advice: message('list-kept-changing'),
  })
}
