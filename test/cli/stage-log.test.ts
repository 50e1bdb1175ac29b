import { expect, test } from 'vitest'
import { Output } from '../../cli/terminal/output.ts'
import { StageLog } from '../../cli/terminal/stage-log.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { stream } from '../support/cli/run-cli.ts'

const job = { run: 'r', asOf: '2026-11-22T18:15:00Z', stage: 'usage', accountId: '1234567890123456' } as const
const plan = { run: 'r', asOf: job.asOf, stage: 'inventory' } as const
const progress = { ...job, region: 'cn-hangzhou', done: 40, total: 90, unit: 'days', callsPerSecond: 2 } as const

function logOn(columns: number | undefined, quiet = false) {
  const target = stream(columns)
  let now = 0
  const log = new StageLog(new Output(target, (text) => text), () => now, quiet)
  return {
    log,
    pass: (time: number) => {
      now += time
    },
    written: () => String(target.read() ?? ''),
  }
}

test('says at most once a minute how far a stage is', () => {
  const { log, pass, written } = logOn(undefined)
  log.onJob({ job: plan, ended: { milliseconds: 5, further: 1 } })
  log.onJob({ job: { ...job, stage: 'inventory' }, ended: { milliseconds: 5, further: 2 } })
  log.report(progress)
  pass(MINUTE - 1)
  log.report(progress)
  pass(1)
  log.report(progress)
  log.report({ ...progress, region: 'cn-shanghai' })
  expect(written()).toBe(
    'audit: started: 1 account to audit\naudit: account 1234567890123456: 2 regions to audit\naudit: usage 1234567890123456 cn-hangzhou: 40/90 days, 2.0 calls/s\n',
  )
})

test('says the beginning of what takes long, and the end of every stage of a scope', () => {
  const { log, written } = logOn(undefined)
  const inventory = { ...job, stage: 'inventory', region: 'cn-hangzhou' } as const
  log.onJob({ job: plan })
  log.onJob({ job: plan, ended: { milliseconds: 5, further: undefined } })
  log.onJob({ job: inventory })
  log.onJob({ job: inventory, ended: { milliseconds: 1_200, further: 0 } })
  log.onJob({ job })
  log.onJob({ job, ended: { milliseconds: 185_000, further: 1 } })
  expect(written().split('\n')).toEqual([
    'audit: inventory 1234567890123456 cn-hangzhou: ended after 1.2 s',
    'audit: usage 1234567890123456: reading the events of all its regions',
    'audit: usage 1234567890123456: ended after 3 min 5 s',
    '',
  ])
})

test.each([
  ['on a terminal, which has a status line', 100, false],
  ['with --quiet', undefined, true],
] as const)('says nothing %s', (_, columns, quiet) => {
  const { log, written } = logOn(columns, quiet)
  log.onJob({ job })
  expect(written()).toBe('')
})
