import { expect, it } from 'vitest'
import type { CallShape } from '../../shared/domain/event-shape.ts'
import { BYSTANDER, PROBED, ProbeLab } from '../support/cli/probe-lab.ts'

async function probe(lab: ProbeLab) {
  const { status, stdout, stderr } = await lab.probe(['--yes', '--real', '--format', 'json'])
  const [shape]: readonly { readonly source: string; readonly calls: readonly CallShape[] }[] =
    JSON.parse(stdout).shapes
  return { status, stderr, source: shape?.source, calls: shape?.calls ?? [] }
}

it('reads the events back from Log Service, and leaves them out of the use of the key', async () => {
  const lab = await ProbeLab.open({ logs: true, shape: { ciphertext: 'cut', responseElements: false } })
  const { status, source, calls } = await probe(lab)
  expect([status, source]).toEqual([0, 'sls'])
  expect(lab.cloud.count({ action: 'LookupEvents' })).toBe(0)
  expect(calls.map(({ operation, shown, event }) => [operation, shown, event?.tied])).toEqual(
    ['Encrypt', 'GenerateDataKey', 'Decrypt', 'ReEncrypt', 'ExportDataKey', 'GenerateAndExportDataKey'].map((name) => [
      name,
      'yes',
      true,
    ]),
  )
  expect(await lab.audit()).toEqual({ [PROBED]: 'ready', [BYSTANDER]: 'ready' })
})

it('finds an operation that the trail does not deliver', async () => {
  const lab = await ProbeLab.open({ logs: true, shape: { hidden: ['GenerateDataKey'] } })
  const { status, calls } = await probe(lab)
  expect(status).toBe(3)
  expect(calls.filter(({ shown }) => shown === 'no').map(({ operation }) => operation)).toEqual(['GenerateDataKey'])
  expect(await lab.audit()).toEqual({ [PROBED]: 'unknown', [BYSTANDER]: 'unknown' })
})
