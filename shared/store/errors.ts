/** A store that could not do what it was asked. The message says what happened, where, and what to do; `where` is the file or address. */
export class StoreError extends Error {
  override name = 'StoreError'
  readonly where: string

  constructor(message: string, where: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.where = where
  }
}

/** There is no store yet: no audit has run here. Nothing has been made. */
export class StoreMissingError extends StoreError {
  override name = 'StoreMissingError'
}

/** The store was written by a newer version of this program, or is another program's. It has not been touched. */
export class StoreLayoutError extends StoreError {
  override name = 'StoreLayoutError'
}

/** The store cannot be read: not a database, cut short, or with broken pages. It has not been touched. */
export class StoreDamagedError extends StoreError {
  override name = 'StoreDamagedError'
}

/** Somebody else kept the store busy for longer than this program waits. Trying again later helps. */
export class StoreBusyError extends StoreError {
  override name = 'StoreBusyError'
}

/** The lease that the work stood on is somebody else's now, or has run out. Nothing was written; the work must stop. */
export class StaleLeaseError extends StoreError {
  override name = 'StaleLeaseError'
}

/** Why a row cannot be read: a column has a word that this version does not know, which a newer one wrote. */
export class NewerWordError extends Error {
  override readonly name = 'NewerWordError'
}

/** What a row that cannot be read means for who uses the store; undefined where no newer version wrote it. */
export function newerRow(where: string, cause: unknown): StoreLayoutError | undefined {
  if (!(cause instanceof NewerWordError)) return undefined
  return new StoreLayoutError(
    `The store ${where} has a row that a newer version of this program wrote: ${cause.message}. Update this program.`,
    where,
    { cause },
  )
}
