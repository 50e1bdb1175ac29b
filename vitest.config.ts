import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { scratchFolder } from './test/support/kinds/scratch-folder.ts'
import { SlowKindsFirst } from './test/support/kinds/slow-kinds-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/kinds/setup.ts'],
    pool: 'forks',
    // A worker loads a module once for all of its files, and takes the next file when it is free. What a file changes in its process it puts back.
    isolate: false,
    // In MB, four times what is usual: what a night makes dies young, and is copied less often by then.
    execArgv: ['--max-semi-space-size=64'],
    unstubEnvs: true,
    env: { TMPDIR: scratchFolder() },
    // By itself vitest leaves a core free, and of two that is half. Tests wait nearly as long as they work, so two cores are kept busy by four.
    maxWorkers: Math.max(4, availableParallelism()),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // As Node does it: what runs in production is what is tested.
    deps: { interopDefault: false },
    sequence: { sequencer: SlowKindsFirst },
  },
})
