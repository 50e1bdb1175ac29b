import { expect, it, onTestFinished } from 'vitest'
import { NO_FACTS } from '../../shared/domain/key.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { keySnapshot } from '../support/domain/case-factory.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

it('a key that an older version remembered has no next rotation, and can be judged and stored', async () => {
  const scratch = await scratchStore()
  onTestFinished(() => scratch.dispose())
  const key = keySnapshot({ facts: { automaticRotation: 'Enabled' } })
  const { nextRotationAt: _, ...facts } = key.facts
  await scratch.store.progress.put('1:cn-hangzhou', [{ name: 'key/old', value: { ...key, facts } }])
  const [read] = await new ScopeProgress(scratch.store, '1:cn-hangzhou').snapshots()
  expect(read).toEqual({ ...key, facts: { ...NO_FACTS, ...facts } })
  expect(read?.facts.nextRotationAt).toBeNull()
})
