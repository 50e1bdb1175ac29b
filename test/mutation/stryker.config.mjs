// @ts-check
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** A sentence or a title: two words beside each other, or anything in Chinese. Ids, codes and separators are none. */
const SENTENCE = /\p{L}[,.:;]? \p{L}|\p{Script=Han}/u
const REASON = 'A sentence that people read'

/** How a sentence is worded is no behaviour. A template is left out only where it joins names and calls: one that decides something is tried. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'sentences', {
    shouldIgnore({ node }) {
      if (node.type === 'StringLiteral' && SENTENCE.test(node.value)) return REASON
      if (node.type !== 'TemplateLiteral') return undefined
      const isPlain = node.expressions.every(({ type }) => type === 'CallExpression' || type === 'Identifier')
      return isPlain && node.quasis.some(({ value }) => SENTENCE.test(value.raw)) ? REASON : undefined
    },
  }),
]

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/stryker.config.mjs'],
  vitest: { configFile: 'vitest.domain.config.ts' },
  mutate: [
    'shared/domain/**/*.ts',
    // Sentences, and nothing else.
    '!shared/domain/messages/{english,chinese}.ts',
  ],
  ignorers: ['sentences'],
  // Tables and patterns that are made once, while a module loads: for each of their mutants all tests that load it start anew, which takes
  // longer than all others together. STATIC_MUTANTS=1 tries them too.
  ignoreStatic: process.env.STATIC_MUTANTS !== '1',
  // What was tried before and has not changed, nor its tests, is not tried again.
  incremental: true,
  concurrency: 2,
  // With `isolate: false` the first run's coverage of all files before is sent with that of each file: some 5 GB.
  testRunnerNodeArgs: ['--max-old-space-size=8192'],
  // None: Stryker would rewrite it through an interface that TypeScript 7 has no more, and Vitest does not need it.
  tsconfigFile: 'no-tsconfig.json',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
}
