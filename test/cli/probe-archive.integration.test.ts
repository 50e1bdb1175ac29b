import { expect, it } from 'vitest'
import type { CallShape } from '../../shared/domain/event-shape.ts'
import { ProbeLab } from '../support/cli/probe-lab.ts'

it('reads the events back from the archive in a bucket, as files come', async () => {
  const lab = await ProbeLab.open({ archive: true, shape: { ciphertext: 'cut', responseElements: false } })
  const { status, stdout } = await lab.probe(['--yes', '--real', '--format', 'json'])
  const [shape]: readonly { readonly source: string; readonly calls: readonly CallShape[] }[] =
    JSON.parse(stdout).shapes
  expect([status, shape?.source]).toEqual([0, 'oss:cn-hangzhou/company-audit/logs'])
  expect(lab.cloud.count({ action: 'LookupEvents' })).toBe(0)
  expect(shape?.calls.map(({ shown, event }) => [shown, event?.tied])).toEqual(Array(6).fill(['yes', true]))
})
