import { expect, it } from 'vitest'
import { ResumedReads } from '../../functions/inventory/resumed-reads.ts'
import type { KeyMetadata } from '../../shared/cloud/cloud.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { progressInMemory } from '../support/store/progress-in-memory.ts'

const metadata = (keyId: string) => ({ keyId, arn: '' }) as KeyMetadata

/** A region that answers, and counts how often it was asked. */
function region() {
  const asked: string[] = []
  return {
    asked,
    describeKey: async (keyId: string) => {
      asked.push(`describe ${keyId}`)
      return metadata(keyId)
    },
    listKeyVersions: async (keyId: string) => {
      asked.push(`versions ${keyId}`)
      return { total: 1, ids: [`${keyId}-v1`] }
    },
  }
}

function lab() {
  const { progress, entries } = progressInMemory()
  let at = 0
  const open = (run: string) =>
    ResumedReads.open(new ScopeProgress({ progress }, '1:cn-a'), { run, fence: 1, clock: () => at })
  return {
    open,
    names: () => [...entries.keys()],
    later: (milliseconds: number) => {
      at += milliseconds
    },
  }
}

it('writes nothing for a reading that is done within a minute', async () => {
  const { open, names, later } = lab()
  const reads = await open('run')
  await reads.calls(region()).describeKey('a')
  later(MINUTE - 1)
  await reads.calls(region()).describeKey('b')
  expect(names()).toEqual([])
})

it('saves each minute, and each 500 keys', async () => {
  const { open, names, later } = lab()
  const calls = (await open('run')).calls(region())
  later(MINUTE)
  await calls.describeKey('a')
  expect(names()).toEqual(['answers/run/0'])
  for (let n = 0; n < 1_000; n += 1) await calls.describeKey(`key${n}`)
  expect(names()).toEqual(['answers/run/0', 'answers/run/1', 'answers/run/2'])
})

it('asks nothing again that was answered, and saves that no second time', async () => {
  const { open, names } = lab()
  const first = await open('run')
  await first.calls(region()).describeKey('a')
  await first.save()
  const second = await open('run')
  const here = region()
  const calls = second.calls(here)
  expect(await calls.describeKey('a')).toEqual(metadata('a'))
  await calls.listKeyVersions('a')
  expect(here.asked).toEqual(['versions a'])
  await second.save()
  const third = await open('run')
  const nowhere = region()
  expect(await third.calls(nowhere).listKeyVersions('a')).toEqual({ total: 1, ids: ['a-v1'] })
  expect(await third.calls(nowhere).describeKey('a')).toEqual(metadata('a'))
  expect(nowhere.asked).toEqual([])
  expect(names()).toHaveLength(2)
})

it('asks again what failed', async () => {
  const { open } = lab()
  const broken = { ...region(), describeKey: () => Promise.reject(new Error('no answer')) }
  const first = await open('run')
  await expect(first.calls(broken).describeKey('a')).rejects.toThrow('no answer')
  await first.save()
  const here = region()
  await (await open('run')).calls(here).describeKey('a')
  expect(here.asked).toEqual(['describe a'])
})

it('drops what another run has left, and its own when it is done', async () => {
  const { open, names } = lab()
  const first = await open('first')
  await first.calls(region()).describeKey('a')
  await first.save()
  const second = await open('second')
  expect(names()).toEqual([])
  const here = region()
  await second.calls(here).describeKey('a')
  expect(here.asked).toEqual(['describe a'])
  await second.save()
  await second.drop()
  expect(names()).toEqual([])
})
