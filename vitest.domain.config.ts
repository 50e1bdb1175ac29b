import { defineConfig } from 'vitest/config'

/** Set in the processes that try mutants. */
const isMutated = process.env.STRYKER_MUTATOR_WORKER !== undefined

/** The pure tests of the domain by themselves: what coverage is measured by, and what mutants have to get past. */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    setupFiles: isMutated ? ['test/support/domain/fewer-runs.ts'] : [],
    testTimeout: 30_000,
    deps: { interopDefault: false },
    coverage: {
      provider: 'v8',
      include: ['shared/domain/**'],
    },
  },
})
