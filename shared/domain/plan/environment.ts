import { normalForm } from '../normal-form.ts'
import type { ReadinessRow } from '../readiness.ts'

/** Tags that name an environment, the most telling first. Letter case, spaces, `-` and `_` do not count. */
const TAGS = ['environment', 'env', 'envtype', 'deployenv', 'appenv', 'stage', '环境', '部署环境', '运行环境']

/** What people write for each, without spaces, `-`, `_` and a 环境 at the end. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  dev: ['dev', 'develop', 'development', 'local', 'sandbox', '开发', '沙箱', '研发', '日常'],
  test: ['test', 'testing', 'tst', 'qa', 'sit', 'fat', 'ci', 'perf', 'demo', '测试', '联调', '压测', '演示'],
  staging: [
    'staging',
    'stage',
    'stg',
    'pre',
    'preprod',
    'preproduction',
    'prerelease',
    'uat',
    '预发',
    '预发布',
    '预生产',
    '灰度',
  ],
  prod: ['prod', 'production', 'prd', 'pro', 'live', 'online', '生产', '线上', '正式'],
}

const NON_PRODUCTION = ['dev', 'test', 'staging']

/** The environment that a key's tags name: `prod`, `staging`, `test`, `dev`, or their own word for another. Undefined where none does. */
export function environmentOf({ tags }: Pick<ReadinessRow, 'tags'>): string | undefined {
  const named = tags.flatMap(({ key, value }) => {
    const rank = TAGS.indexOf(plain(key))
    const word = plain(value)
    return rank < 0 || word === '' ? [] : [{ rank, word }]
  })
  const [first] = named.sort((a, b) => a.rank - b.rank || (a.word < b.word ? -1 : 1))
  if (first === undefined) return undefined
  const word = first.word.replace(/环境$/, '') || first.word
  return Object.entries(WORDS).find(([, words]) => words.includes(word))?.[0] ?? word
}

/**
 * In which order environments are moved: development and tests, then staging, then all others. A key whose environment nobody names may be of
 * production.
 */
export function stageOf(environment: string | undefined): number {
  if (environment === undefined || !NON_PRODUCTION.includes(environment)) return 2
  return environment === 'staging' ? 1 : 0
}

function plain(text: string): string {
  return normalForm(text).replace(/[\s_-]/g, '')
}
