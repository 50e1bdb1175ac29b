import { expect, test } from 'vitest'
import type { OpenStore } from './opened.ts'
import { opened } from './opened.ts'
import { all, decision, HOSTILE } from './rows.ts'

/** What people write is one line: no controls, no half of a surrogate pair. */
const TEXT = Buffer.from(HOSTILE)
  .toString()
  .replace(/\p{Cc}/gu, '')
const SCOPE = '1000000000000001:cn-hangzhou'

export function decisionsContract(open: OpenStore): void {
  const current = opened(open)

  test('a decision comes out as it went in, a withdrawn one too', async () => {
    const { store, reopen } = current()
    const decisions = [
      decision({ by: TEXT, why: TEXT }),
      decision({ number: 2, value: null, until: null }),
      decision({
        subject: 'waiver/key-1/multiple-versions',
        value: { kind: 'waiver', keyId: 'key-1', rule: 'multiple-versions' },
      }),
    ]
    for (const each of decisions) expect(await store.decisions.add(each)).toBe(true)
    expect(await all(store.decisions.list())).toEqual(decisions)
    expect(await all((await reopen()).decisions.list(SCOPE))).toEqual(decisions)
  })

  test('a decision is never written over', async () => {
    const { store } = current()
    expect(await store.decisions.add(decision())).toBe(true)
    expect(await store.decisions.add(decision({ by: 'somebody else' }))).toBe(false)
    expect(await all(store.decisions.list())).toEqual([decision()])
  })

  test('of many who add at once, through two openings, one has each number', async () => {
    const { store, reopen } = current()
    const stores = [store, await reopen()]
    for (let number = 1; number <= 3; number += 1) {
      const adding = Array.from({ length: 6 }, (_, at) =>
        stores[at % 2]?.decisions.add(decision({ number, by: `person ${at}` })),
      )
      expect((await Promise.all(adding)).filter(Boolean)).toHaveLength(1)
    }
    expect((await all(store.decisions.list())).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('decisions are listed by scope and subject, the oldest of a subject first', async () => {
    const { store } = current()
    const numbers = [10, 9, 2, 1]
    for (const region of ['cn-shanghai', 'cn-hangzhou'])
      for (const subject of ['owner/key-2', 'owner/key-1'])
        for (const number of numbers) await store.decisions.add(decision({ region, subject, number }))
    const found = async (scope?: string) =>
      (await all(store.decisions.list(scope))).map(
        ({ region, subject, number }) => `${region} ${subject} ${String(number).padStart(2)}`,
      )
    const listed = await found()
    expect(listed).toHaveLength(16)
    expect(listed).toEqual([...listed].sort())
    expect(await found(SCOPE)).toEqual(listed.filter((each) => each.startsWith('cn-hangzhou')))
    expect(await found('1000000000000001:cn-beijing')).toEqual([])
  })
}
