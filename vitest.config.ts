import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { scratchFolder } from './test/support/kinds/scratch-folder.ts'
import { SlowKindsFirst } from './test/support/kinds/slow-kinds-first.ts'

/**
 * The kinds of tests. The end of a file's name says which it is, and every file that ends in `.test.ts` is of one:
 * CONTRIBUTING.md says what each may do and how long it may take.
 */
const KINDS = {
  e2e: { include: ['test/**/*.e2e.test.ts'], setupFiles: ['test/support/kinds/end-of-file.ts'] },
  integration: {
    include: ['test/**/*.integration.test.ts'],
    setupFiles: ['test/support/kinds/integration.ts', 'test/support/kinds/end-of-file.ts'],
  },
  unit: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.{e2e,integration}.test.ts'],
    setupFiles: ['test/support/kinds/unit.ts'],
  },
}

export default defineConfig({
  test: {
    pool: 'forks',
    // A worker loads a module once for all of its files, and takes the next file when it is free. What a file changes in its process it puts back.
    isolate: false,
    unstubEnvs: true,
    env: { TMPDIR: scratchFolder() },
    // By itself vitest leaves a core free, and of two that is half. Tests wait nearly as long as they work, so two cores are kept busy by four.
    maxWorkers: Math.max(4, availableParallelism()),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // As Node does it: what runs in production is what is tested.
    deps: { interopDefault: false },
    sequence: { sequencer: SlowKindsFirst },
    projects: Object.entries(KINDS).map(([name, kind]) => ({ extends: true, test: { name, ...kind } })),
  },
})
