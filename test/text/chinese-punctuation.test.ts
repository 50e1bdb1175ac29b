import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, test } from 'vitest'
import { ERROR_CODES } from '../../functions/query/api/api-error.ts'
import { pageMessagesFor } from '../../functions/query/pages/page-messages.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { messagesFor } from '../../shared/text/digest-messages.ts'
import { evidenceMessagesFor } from '../../shared/text/evidence-messages.ts'
import { keyMessagesFor } from '../../shared/text/key-messages.ts'
import { reportMessagesFor } from '../../shared/text/report-messages.ts'
import { verdictName } from '../../shared/text/verdict-style.ts'
import { explainAsMarkdown, explainDocument } from '../../shared/views/explain.ts'
import { ROOT } from '../support/docs/pages.ts'
import { blockedRow, change, NOW, row, unknownRow } from '../support/rows.ts'
import { HALF_WIDTH } from '../support/text/chinese.ts'

/** Stands for any param: a name, a number, a list of names, an object of params. */
const SAMPLE: unknown = new Proxy(() => SAMPLE, {
  get(_, name) {
    if (name === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 7 : 'KeyState')
    if (name === 'join') return (comma: string) => ['KeyState', 'KeySpec'].join(comma)
    return name === 'length' ? 2 : SAMPLE
  },
})

/** Every sentence of a catalogue, with sample params. */
function sentencesOf(catalogue: unknown): string[] {
  if (typeof catalogue === 'string') return [catalogue]
  if (typeof catalogue === 'function')
    return sentencesOf(catalogue(...Array.from({ length: catalogue.length }, () => SAMPLE)))
  return typeof catalogue === 'object' && catalogue !== null ? Object.values(catalogue).flatMap(sentencesOf) : []
}

test.each([
  ['digest', messagesFor('zh')],
  ['key', keyMessagesFor('zh')],
  ['report', reportMessagesFor('zh')],
  ['evidence', evidenceMessagesFor('zh')],
  ['page', pageMessagesFor('zh')],
  ['problem', ERROR_CODES.map((code) => [pageMessagesFor('zh').problem(code), pageMessagesFor('zh').todo(code)])],
  ['verdict', VERDICTS.map((verdict) => verdictName(verdict, 'zh'))],
])('sentences about the %s have Chinese marks', (_, catalogue) => {
  const sentences = sentencesOf(catalogue)
  expect(sentences.length).toBeGreaterThan(4)
  for (const sentence of sentences) expect(sentence).not.toMatch(HALF_WIDTH)
})

it.each([row(), blockedRow(), unknownRow()])('the explanation of a key that is $verdict has Chinese marks', (each) => {
  const options = { history: [change()], now: NOW, language: 'zh', timezone: 'UTC' } as const
  expect(JSON.stringify(explainDocument(each, options))).toMatch(/\p{Script=Han}/u)
  for (const line of explainAsMarkdown({ ...each, tags: [{ key: 'owner', value: 'pay' }] }, options).split('\n'))
    expect(line).not.toMatch(HALF_WIDTH)
})

/** Sources in which Chinese is matched, and not said. */
const MATCHED = ['shared/channels/dingtalk/answer.ts', 'shared/config/timezone.ts', 'shared/domain/owner.ts']

test('no Chinese text in the sources has a half-width mark', () => {
  const files = ['shared', 'functions', 'cli', 'deploy']
    .flatMap((room) => readdirSync(join(ROOT, room), { recursive: true }).map((file) => join(room, String(file))))
    .filter((file) => file.endsWith('.ts') && !MATCHED.includes(file))
  expect(files.length).toBeGreaterThan(300)
  const bad = files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line) && HALF_WIDTH.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(bad).toEqual([])
})
