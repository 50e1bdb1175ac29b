import type fastCheck from 'fast-check'
import { vi } from 'vitest'

/** A property is tried by so much less often against a mutant: each mutant runs all tests that reach it. */
const FEWER = 8
/** The same values for every mutant: the same mutants survive in every run. */
const SEED = 20_260

/** Loaded by `vitest.domain.config.ts` under mutation alone. `npm test` tries properties as often as their tests say, with new values. */
vi.mock('fast-check', async (load) => {
  const original = await load<{ default: typeof fastCheck }>()
  const assert = ((property: fastCheck.IRawProperty<unknown>, parameters?: fastCheck.Parameters<unknown>) =>
    original.default.assert(property, {
      ...parameters,
      seed: SEED,
      numRuns: Math.ceil((parameters?.numRuns ?? 100) / FEWER),
    })) as typeof fastCheck.assert
  return { ...original, assert, default: { ...original.default, assert } }
})
