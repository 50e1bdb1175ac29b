import { expect, test } from 'vitest'
import { jsonLog, textLog } from '../../shared/log/log.ts'

test('JSON lines: one object each, with time, level and fields', () => {
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line))
  log.warn('a region\nrefused', { region: 'cn-hangzhou', calls: 3, absent: undefined })
  log.debug('plain')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line.match(/\n/g)).toHaveLength(1)
  const [first, second] = lines.map((line): unknown => JSON.parse(line))
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
  expect(first).toEqual({ time, level: 'warn', message: 'a region\nrefused', region: 'cn-hangzhou', calls: 3 })
  expect(second).toEqual({ time, level: 'debug', message: 'plain' })
})

test('text: one line each for people', () => {
  const lines: string[] = []
  textLog((line) => lines.push(line)).info('a region\nrefused', { region: 'cn-hangzhou', absent: undefined })
  expect(lines).toEqual(['info   a region refused  region=cn-hangzhou\n'])
})
