/** One page as it was answered: the vendor's count of all items, and the items of the page. */
export interface Page<T> {
  readonly total: number
  readonly items: readonly T[]
}

/** Items a page: the most that every list of KMS takes (docs/vendor-facts.md, "KMS: reading keys"). */
export const PAGE_SIZE = 100
/** Items a list is believed to have at most; our own choice, far more than a region holds. A greater count is a broken answer. */
export const MAX_ITEMS = 1_000_000
/** Pages a list is read over at most. */
const MAX_PAGES = MAX_ITEMS / PAGE_SIZE
/** How often a list that changes while it is read is read from the start. */
const LISTINGS = 5

/**
 * A list over all its pages, or undefined when it kept changing or never had a believable count. The first page tells how many there
 * are; the others are asked for at once, which also leaves little time for a change. Pages that count differently, or items that do not
 * add up to the count, mean that something was created or deleted in between and an item may have slipped from one page to another: the
 * list is read again.
 */
export async function listAllPages<T>(
  page: (number: number) => Promise<Page<T>>,
  idOf: (item: T) => string,
): Promise<T[] | undefined> {
  for (let listing = 0; listing < LISTINGS; listing += 1) {
    const first = await page(1)
    // A service that gives smaller pages than it is asked for has more of them.
    const pages = first.items.length === 0 ? 1 : Math.ceil(first.total / first.items.length)
    // Nonsense must not become a call for every page of it.
    if (pages > MAX_PAGES) continue
    const rest = await Promise.all(Array.from({ length: pages - 1 }, (_, index) => page(index + 2)))
    const all = [first, ...rest]
    const items = new Map(all.flatMap(({ items }) => items.map((item) => [idOf(item), item] as const)))
    if (all.every(({ total }) => total === first.total) && items.size === first.total) return [...items.values()]
  }
  return undefined
}
