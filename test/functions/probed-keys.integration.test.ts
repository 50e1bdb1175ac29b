import { describe, expect, it } from 'vitest'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { BYSTANDER, PROBED, ProbeLab } from '../support/cli/probe-lab.ts'

const SCOPE = '1000000000000001:cn-hangzhou'
const READY = { [PROBED]: 'ready', [BYSTANDER]: 'ready' }
const UNKNOWN = { [PROBED]: 'unknown', [BYSTANDER]: 'unknown' }

/** Rows of usage, by key and operation. */
function usageOf(lab: ProbeLab): Promise<readonly string[]> {
  return lab.withStore(async (store) => {
    const rows: string[] = []
    for await (const { keyId, operation } of store.usage.list(SCOPE, '2020-01-01', '2099-01-01'))
      rows.push(`${keyId} ${operation}`)
    return rows
  })
}

describe('calls of a probe', () => {
  it('are no use of the key, be they real', async () => {
    const lab = await ProbeLab.open()
    expect((await lab.probe(['--yes', '--real'])).status).toBe(0)
    expect(await lab.audit()).toEqual(READY)
    expect(await usageOf(lab)).toEqual([])
  })

  it('are known by their ids where the trail does not keep user agents', async () => {
    const lab = await ProbeLab.open({ shape: { userAgent: null } })
    await lab.probe(['--yes', '--real'])
    expect(await lab.audit()).toEqual(READY)
  })

  it('are known by their mark where every answer was lost', async () => {
    const lab = await ProbeLab.open()
    await lab.probe(['--yes', '--real', '--wait', '0'])
    await lab.withStore(async (store) => {
      const progress = new ScopeProgress(store, SCOPE)
      for (const probe of await progress.probes()) await progress.putProbe({ ...probe, ids: [] })
    })
    expect(await lab.audit()).toEqual(READY)
  })

  it('are use for an audit whose table knows of no probe', async () => {
    const lab = await ProbeLab.open()
    await lab.probe(['--yes', '--real'])
    await lab.withStore(async (store) => {
      for await (const { name } of store.progress.list(SCOPE, 'probe/')) await store.progress.delete(SCOPE, name)
    })
    expect(await lab.audit()).toEqual({ ...READY, [PROBED]: 'blocked' })
  })
})

describe('an audit after a probe', () => {
  it('says unknown where the source hides an operation, until another probe sees it', async () => {
    const lab = await ProbeLab.open({ shape: { hidden: ['ReEncrypt'] } })
    expect((await lab.probe()).status).toBe(3)
    expect(await lab.audit()).toEqual(UNKNOWN)
    const { stdout } = await lab.run(['explain', BYSTANDER])
    expect(stdout).toMatch(/shows other calls, and not those of ReEncrypt that doctor --probe made/)
    lab.shape = {}
    expect((await lab.probe()).status).toBe(0)
    expect(await lab.audit()).toEqual(READY)
  })

  it('judges as before where events only do not tell their key', async () => {
    const lab = await ProbeLab.open({ shape: { ciphertext: 'absent', responseElements: false } })
    expect((await lab.probe()).status).toBe(0)
    expect(await lab.audit()).toEqual(READY)
  })

  it('judges as before where nothing was waited for', async () => {
    const lab = await ProbeLab.open({ shape: { hidden: ['ReEncrypt'] } })
    await lab.probe(['--yes', '--wait', '0'])
    expect(await lab.audit()).toEqual(READY)
  })
})
