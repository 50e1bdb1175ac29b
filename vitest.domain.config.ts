import { defineConfig } from 'vitest/config'

/** Set in the processes that try mutants. */
const isMutated = process.env.STRYKER_MUTATOR_WORKER !== undefined
/** Set where those of what a module does while it loads are tried too (test/mutation/stryker.config.mjs). */
const withStatic = process.env.STATIC_MUTANTS === '1'

/** The tests of the domain by themselves: what its coverage is measured by, and what mutants have to get past. */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    setupFiles: isMutated ? ['test/support/domain/fewer-runs.ts'] : [],
    // A mutant of what a module does while it loads needs the module anew; the others are tried in two thirds of the time without.
    isolate: isMutated && withStatic,
    testTimeout: 60_000,
    // As Node does it: what runs in production is what is tested.
    deps: { interopDefault: false },
    coverage: {
      provider: 'v8',
      include: ['shared/domain/**'],
      reporter: ['text-summary', 'html'],
      // What is left are branches that a type asks for and no call reaches.
      thresholds: { statements: 99, lines: 99, functions: 100, branches: 97 },
    },
  },
})
