import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** A sentence or a title: two words beside each other, or anything in Chinese. Ids, codes and separators are none. */
const SENTENCE = /\p{L}[,.:;]? \p{L}|\p{Script=Han}/u

/** What people read is not what rules do: tests hold what texts say of the data, not how they are worded. */
const sentences = {
  shouldIgnore({ node }) {
    if (node.type === 'StringLiteral' && SENTENCE.test(node.value)) return 'A sentence that people read'
    if (node.type !== 'TemplateLiteral') return undefined
    const isPlain = node.expressions.every(({ type }) => type === 'CallExpression' || type === 'Identifier')
    return isPlain && node.quasis.some(({ value }) => SENTENCE.test(value.raw))
      ? 'A sentence that people read'
      : undefined
  },
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences', sentences)]

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './stryker.config.mjs'],
  tsconfigFile: 'no-tsconfig',
  vitest: { configFile: 'vitest.domain.config.ts' },
  mutate: ['shared/domain/**/*.ts', '!shared/domain/sentences-zh.ts'],
  ignorers: ['sentences'],
  concurrency: 1,
  incremental: true,
  ignoreStatic: process.env.STATIC !== '1',
  reporters: ['progress-append-only', 'clear-text', 'json'],
  tempDirName: '.stryker-tmp',
  clearTextReporter: { allowColor: false, reportTests: false },
}
