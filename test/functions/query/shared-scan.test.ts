import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sharedRows } from '../../../functions/query/api/shared-scan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import type { RowKey } from '../../../shared/store/store.ts'
import { row } from '../../support/rows.ts'

const ROWS = Array.from({ length: 2_000 }, (_, at) => row({ keyId: `key-${String(at).padStart(4, '0')}` }))
const keyOf = ({ keyId, ...scope }: ReadinessRow): RowKey => ({ scope: scopeId(scope), keyId })
const number = ({ keyId }: ReadinessRow) => Number(keyId.slice(4))

/** A table that counts how often it is read, and how many rows it gives. */
function table(failsAt = Number.POSITIVE_INFINITY) {
  const counts = { passes: 0, rows: 0 }
  return {
    counts,
    async *list(_?: string, after?: RowKey) {
      counts.passes += 1
      for (const [at, each] of ROWS.entries()) {
        if (after !== undefined && each.keyId <= after.keyId) continue
        if (at >= failsAt) throw new Error('the disk is gone')
        if (at % 100 === 0) await setImmediate()
        counts.rows += 1
        yield each
      }
    },
  }
}

async function numbers(rows: AsyncIterable<ReadinessRow>): Promise<number[]> {
  const all: number[] = []
  for await (const each of rows) all.push(number(each))
  return all
}

const every = (step: number) => (each: ReadinessRow) => (number(each) % step === 0 ? each : undefined)
const expected = (step: number, from = 0) => ROWS.map(number).filter((at) => at >= from && at % step === 0)

describe('ten readers at once', () => {
  it('cost one reading of the table, and each gets its own rows', async () => {
    const readiness = table()
    const found = await Promise.all(
      Array.from({ length: 10 }, (_, at) => numbers(sharedRows(readiness, every(at + 1)))),
    )
    expect(found).toEqual(Array.from({ length: 10 }, (_, at) => expected(at + 1)))
    expect(readiness.counts.passes).toBe(1)
  })

  it('who come while others are served cost one reading more, all together', async () => {
    const readiness = table()
    const early = sharedRows(readiness, every(1_000))
    await early.next()
    const late = Array.from({ length: 9 }, (_, at) => numbers(sharedRows(readiness, every(at + 2))))
    await Promise.all([numbers(early), ...late])
    expect(readiness.counts).toEqual({ passes: 2, rows: 2 * ROWS.length })
  })

  it('go on from where each was', async () => {
    const readiness = table()
    const from = (at: number) => keyOf(ROWS[at] as ReadinessRow)
    const found = await Promise.all(
      [1_500, 0, 1_990, 1_999].map((at) => numbers(sharedRows(readiness, every(3), from(at)))),
    )
    expect(found).toEqual([expected(3, 1_501), expected(3, 1), expected(3, 1_991), []])
    expect(readiness.counts.passes).toBe(1)
  })

  it('are not held up by one who never comes for his rows, and he gets them all when he does', async () => {
    const readiness = table()
    const slow = sharedRows(readiness, every(1))
    const [first] = [await slow.next()]
    expect(await numbers(sharedRows(readiness, every(500)))).toEqual(expected(500))
    expect([number(first.value), ...(await numbers(slow))]).toEqual(expected(1))
  })

  it('are not read for when all have gone', async () => {
    const readiness = table()
    const reading = sharedRows(readiness, every(1))
    await reading.next()
    await reading.return(undefined)
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
    expect(readiness.counts.rows).toBeLessThan(500)
    expect(await numbers(sharedRows(readiness, every(1_000)))).toEqual([0, 1_000])
  })

  it('hear of a failure, each after the rows before it, and those who come later start over', async () => {
    const readiness = table(1_000)
    const seen: number[] = []
    const reading = async () => {
      for await (const each of sharedRows(readiness, every(400))) seen.push(number(each))
    }
    await expect(reading()).rejects.toThrow('the disk is gone')
    expect(seen).toEqual([0, 400, 800])
    await expect(reading()).rejects.toThrow('the disk is gone')
  })

  it('do not fail for another’s sake', async () => {
    const readiness = table()
    const broken = numbers(
      sharedRows(readiness, () => {
        throw new Error('no such field')
      }),
    )
    const [one, two] = await Promise.allSettled([broken, numbers(sharedRows(readiness, every(700)))])
    expect(one).toMatchObject({ status: 'rejected' })
    expect(two).toMatchObject({ value: [0, 700, 1_400] })
  })
})
