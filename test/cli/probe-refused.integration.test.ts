import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { allow } from '../../simulator/cloud/policy/statements.ts'
import { type Key, key } from '../../simulator/cloud/world.ts'
import { ALL_RIGHTS, PROBED, PROBED_ARN, ProbeLab } from '../support/cli/probe-lab.ts'

/** A person at a terminal who types this, and then says nothing more. */
function typing(text: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  stdin.write(text)
  return stdin
}

describe('before any call', () => {
  it('asks on a terminal, and takes only yes for yes', async () => {
    const lab = await ProbeLab.open()
    const answers = await Promise.all(
      ['n\n', '\n', 'yo\n'].map((text) => lab.probe([], { stdin: typing(text), columns: 120 })),
    )
    expect(answers.map(({ status }) => status)).toEqual([1, 1, 1])
    expect(answers[0]?.stderr).toContain('Make these calls? [y/N]')
    expect(lab.used).toEqual([])
    const { status } = await lab.probe([], { stdin: typing('y\n'), columns: 120 })
    expect([status, lab.used.length]).toEqual([0, 6])
  })

  it('takes the end of the input for no', async () => {
    const lab = await ProbeLab.open()
    const stdin = typing('')
    stdin.end()
    expect((await lab.probe([], { stdin, columns: 120 })).status).toBe(1)
    expect(lab.used).toEqual([])
  })

  it.each([
    [
      'dir:/none/there',
      /^error: CMK_SOURCE: dir:\/none\/there is not the archive of a trail: there is no such folder\. No call was made with the key\.$/,
    ],
    ['trail:nobody', /^error: CMK_SOURCE: .*nobody.* No call was made with the key\.$/],
    [
      'sls:cn-hangzhou/no-project/actiontrail_audit',
      /^error: CMK_SOURCE: .*no-project.* No call was made with the key\.$/,
    ],
  ])('looks whether events can be read back from %s', async (source, problem) => {
    const lab = await ProbeLab.open({ env: { CMK_SOURCE: source } })
    const { status, stderr } = await lab.probe()
    expect(stderr.trimEnd()).toMatch(problem)
    expect(status).toBe(2)
    expect(lab.used).toEqual([])
  })

  it('needs --yes without a terminal', async () => {
    const lab = await ProbeLab.open()
    const { status, stderr } = await lab.probe([])
    expect(status).toBe(2)
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('error: Nobody can be asked without a terminal: give --yes.')
    expect(lab.used).toEqual([])
  })

  it('takes its options only with a key', async () => {
    const lab = await ProbeLab.open()
    for (const argv of [['--yes'], ['--real'], ['--wait', '1'], ['--format', 'policy']])
      expect((await lab.run(['doctor', ...argv])).status).toBe(2)
    expect((await lab.probe(['--wait', 'long'])).status).toBe(2)
    expect(lab.cloud.calls).toEqual([])
  })
})

describe('a key that cannot be probed', () => {
  it.each<[string, Partial<Key>, RegExp]>([
    ['disabled', { keyState: 'Disabled' }, /is in state Disabled, not Enabled\. No call was made with it/],
    ['of a KMS instance', { instanceId: 'kst-hzz1' }, /is a key of the KMS instance kst-hzz1/],
    ['that signs', { keyUsage: 'SIGN/VERIFY', keySpec: 'RSA_2048' }, /is for SIGN\/VERIFY/],
    ['that is asymmetric', { keySpec: 'RSA_2048' }, /is of type RSA_2048, not symmetric/],
    ['of a service', { creatorType: 'Service' }, /is a service key/],
  ])('%s', async (_, probed, line) => {
    const lab = await ProbeLab.open({ probed })
    const { status, stderr } = await lab.probe()
    expect(status).toBe(1)
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)])
    expect(lab.used).toEqual([])
  })

  it('that is not there, or in two places', async () => {
    const lab = await ProbeLab.open({ keys: [key({ keyId: 'key-two' })] })
    lab.cloud.world.accounts[0]?.regions['cn-shanghai']?.keys.push(key({ keyId: 'key-two' }))
    const regions = { CMK_REGIONS: 'cn-hangzhou,cn-shanghai' }
    expect((await lab.probe(['--yes'], {}, 'alias/none')).stderr).toContain('There is no key alias/none')
    const two = await lab.probe(['--yes'], { env: regions }, 'key-two')
    expect([two.status, two.stderr]).toEqual([
      2,
      expect.stringContaining('cn-hangzhou of 1000000000000001, cn-shanghai'),
    ])
    const one = await lab.probe(['--yes', '--region', 'cn-shanghai'], {}, 'key-two')
    expect(one.status).toBe(0)
  })

  it.each([[PROBED], [PROBED_ARN], [PROBED_ARN.replace(/key\/.*/, 'alias/test')]])('is found as %s', async (name) => {
    const lab = await ProbeLab.open()
    expect((await lab.probe(['--yes', '--wait', '0'], { env: { CMK_REGIONS: 'all' } }, name)).stderr).toContain(
      PROBED_ARN,
    )
    expect(lab.used).toHaveLength(6)
  })
})

describe('its rights', () => {
  it('are those that --format policy prints, on that key alone', async () => {
    const { stdout } = await (await ProbeLab.open()).probe(['--format', 'policy'])
    const { Statement } = JSON.parse(stdout)
    expect(Statement).toEqual([expect.objectContaining({ Effect: 'Allow', Resource: [PROBED_ARN] })])
    const lab = await ProbeLab.open({ rights: Statement })
    expect((await lab.probe(['--yes', '--real'])).status).toBe(0)
    const printed = await lab.probe(['--format', 'policy'])
    expect(printed.stdout).toBe(stdout)
  })

  it('are named where one is missing, and the other calls are made', async () => {
    const lab = await ProbeLab.open({
      rights: [allow(['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:Gen*'])],
    })
    const { status, stdout } = await lab.probe()
    expect(status).toBe(3)
    expect(stdout).toContain(`Allow whoever runs the probe kms:ReEncryptFrom and kms:ReEncryptTo on ${PROBED_ARN}`)
    expect(stdout).toContain('Allow whoever runs the probe kms:ExportDataKey on')
    expect(stdout).toMatch(/^Decrypt \(dry run\) +after/m)
  })

  it('end it with one line where even Encrypt is refused', async () => {
    const lab = await ProbeLab.open({ rights: [] })
    const { status, stderr, stdout } = await lab.probe()
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain(
      `Encrypt did not work: Forbidden.NoPermission. Allow whoever runs the probe kms:Encrypt on ${PROBED_ARN}`,
    )
    expect(lab.used).toEqual([{ action: 'Encrypt', dryRun: false }])
  })
})

it('stops while it waits, and remembers its calls', async () => {
  const lab = await ProbeLab.open({ rights: ALL_RIGHTS })
  const stop = new AbortController()
  const argv = ['doctor', '--probe', 'alias/test', '--yes', '--wait', '120']
  const running = lab.run(argv, { signal: stop.signal, columns: 100 })
  // The first lookup only looks whether there is an answer.
  while (lab.cloud.count({ action: 'LookupEvents' }) < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  stop.abort(new Error('SIGINT'))
  const { status, stdout, stderr } = await running
  expect([status, stdout]).toEqual([130, ''])
  expect(stderr).toContain('Stopped.')
  const probes = await lab.withStore((store) => new ScopeProgress(store, '1000000000000001:cn-hangzhou').probes())
  expect(probes.map(({ ids }) => ids.length)).toEqual([6])
})
