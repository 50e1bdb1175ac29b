import type { LogAnswer, LogRow } from '../../../../shared/cloud/cloud.ts'
import { CloudError } from '../../../../shared/cloud/errors.ts'
import type { Interval } from '../../../../shared/domain/coverage.ts'
import type { Message } from '../../../../shared/domain/messages/message.ts'
import { MINUTE } from '../../../../shared/domain/time.ts'

/** A slice is cut at whole ones of these, and no shorter. */
const SHORTEST = MINUTE

/** Something of a day cannot be read, though every call worked. */
export class UnreadableDay extends Error {
  override readonly name = 'UnreadableDay'
  /** A short phrase. */
  readonly reason: Message

  constructor(reason: Message) {
    super(reason.id)
    this.reason = reason
  }
}

/** What an answer lacks; thrown by readers of one slice. */
export class LackingAnswer extends Error {
  override readonly name = 'LackingAnswer'
  readonly lacks: NonNullable<LogAnswer['lacks']>

  constructor(lacks: NonNullable<LogAnswer['lacks']>) {
    super(lacks)
    this.lacks = lacks
  }
}

/** The rows of an answer that says it is whole. Throws a `LackingAnswer`. */
export function wholeRows({ rows, lacks }: LogAnswer): readonly LogRow[] {
  if (lacks !== undefined) throw new LackingAnswer(lacks)
  return rows
}

/** An answer that is well formed and not about what was asked, or no answer at all. */
export function badAnswer(code: 'AnotherWindow' | 'UnexpectedAnswer'): CloudError {
  const kind = code === 'AnotherWindow' ? 'contradiction' : 'bad-response'
  return new CloudError({ service: 'sls', action: 'GetLogStoreLogs', region: '', kind, code })
}

/**
 * What `read` gives for an interval; where an answer lacks something, for its halves, down to a minute. Throws the `LackingAnswer` of what is
 * shorter.
 */
export async function readByHalves<T>(whole: Interval, read: (part: Interval) => Promise<readonly T[]>): Promise<T[]> {
  try {
    return [...(await read(whole))]
  } catch (caught) {
    const middle = Math.floor((whole.from + whole.to) / 2 / SHORTEST) * SHORTEST
    if (!(caught instanceof LackingAnswer) || middle <= whole.from) throw caught
    const first = await readByHalves({ from: whole.from, to: middle }, read)
    return first.concat(await readByHalves({ from: middle, to: whole.to }, read))
  }
}
