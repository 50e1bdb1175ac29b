import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CallShape, EventFields } from '../../shared/domain/event-shape.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import type { RecordedShape } from '../../simulator/cloud/actiontrail/recorded-shape.ts'
import { PROBED, ProbeLab } from '../support/cli/probe-lab.ts'

interface Told {
  readonly keyId: string
  readonly failed: readonly { readonly operation: string; readonly code: string }[]
  readonly shapes: readonly {
    readonly source: string
    readonly problem: string | null
    readonly calls: readonly CallShape[]
  }[]
}

/** What a probe tells of a world, by operation. */
async function probed(shape: Partial<RecordedShape>, argv: readonly string[] = []) {
  const lab = await ProbeLab.open({ shape })
  const { status, stdout } = await lab.probe(['--yes', '--format', 'json', ...argv])
  const told: Told = JSON.parse(stdout)
  const calls = told.shapes[0]?.calls ?? []
  const of = (operation: string) => calls.find((call) => call.operation === operation)
  const fields = (operation: string): Partial<EventFields> => of(operation)?.event ?? {}
  return { lab, status, told, of, fields, problem: told.shapes[0]?.problem }
}

describe('doctor --probe', () => {
  it('says before what it calls, makes dry runs but for Encrypt, waits, and tells a line a call', async () => {
    const lab = await ProbeLab.open()
    const { status, stdout, stderr } = await lab.probe()
    expect(status).toBe(0)
    expect(lab.used).toEqual([
      { action: 'Encrypt', dryRun: false },
      { action: 'GenerateDataKey', dryRun: true },
      { action: 'Decrypt', dryRun: true },
      { action: 'ReEncrypt', dryRun: true },
      { action: 'ExportDataKey', dryRun: true },
      { action: 'GenerateAndExportDataKey', dryRun: true },
    ])
    expect(stderr).toMatch(
      /^doctor --probe calls Encrypt, and as dry runs, .* with the key acs:kms:cn-hangzhou:\d+:key\/08c3/,
    )
    const lines = stdout.split('\n')
    expect(lines[1]).toMatch(/^CALL +SHOWN +KEY TOLD +KEY NAMED IN/)
    expect(lines.slice(2, 8).map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual(
      ['Encrypt', 'GenerateDataKey (dry run)', 'Decrypt (dry run)', 'ReEncrypt (dry run)', 'ExportDataKey (dry run)']
        .concat('GenerateAndExportDataKey (dry run)')
        .map((name) => [name, expect.stringMatching(/^after (5|6|7)\d\d s$/), 'yes']),
    )
    expect(stdout).toContain('What verdicts rest on is there')
  })

  it('lets no plaintext, ciphertext, user agent or credential out', async () => {
    const { lab, told } = await probed({}, ['--real'])
    const sent = lab.cloud.calls.flatMap(({ params: { Plaintext = '', CiphertextBlob = '', PublicKeyBlob = '' } }) => [
      ...[Plaintext, CiphertextBlob, PublicKeyBlob].filter((text) => text !== ''),
    ])
    expect(sent.length).toBeGreaterThan(5)
    const { stdout, stderr } = await lab.probe(['--yes', '--verbose'])
    const kept = await readFile(join(lab.cwd, 'cmk-readiness.db'), 'latin1')
    const out = [JSON.stringify(told), stdout, stderr, kept].join('\n')
    for (const text of [...sent, 'Node.js/v', 'LTAIoperator', 'secret-of']) expect(out).not.toContain(text.slice(0, 40))
  })

  it('makes every call with --real, and then sees answers', async () => {
    const { lab, fields, status } = await probed({ ciphertext: 'absent' }, ['--real'])
    expect(lab.used.some(({ dryRun }) => dryRun)).toBe(false)
    expect(status).toBe(0)
    expect(fields('Decrypt')).toMatchObject({
      tied: true,
      ciphertext: 'absent',
      responseElements: true,
      dryRunVisible: null,
      keyIn: ['responseElements.KeyId', 'responseElements.KeyVersionId'],
    })
  })
})

describe('what events hold', () => {
  it.each([
    ['whole', { ciphertext: 'whole', tied: true }],
    ['cut', { ciphertext: 'cut', tied: true }],
    ['masked', { ciphertext: 'lost', tied: false }],
    ['absent', { ciphertext: 'absent', tied: false }],
  ] as const)('a ciphertext that is %s', async (ciphertext, expected) => {
    const { fields, status, problem } = await probed({ ciphertext })
    expect(fields('Decrypt')).toMatchObject(expected)
    expect(fields('ExportDataKey')).toMatchObject(expected)
    expect(fields('Encrypt')).toMatchObject({ ciphertext: 'none', tied: true })
    // Each such event counts for every key: that is no contradiction.
    expect([status, problem]).toEqual([0, null])
  })

  it('the key in resources, and in the JSON form of the request', async () => {
    const { fields } = await probed({ ciphertext: 'absent', responseElements: false, resources: true, json: true }, [
      '--real',
    ])
    expect(fields('Decrypt')).toMatchObject({ tied: true, responseElements: false })
    expect(fields('Decrypt').keyIn).toEqual(['referencedResources.ACS::KMS::Key', 'resourceName'])
    expect(fields('Encrypt').keyIn).toContain('requestParameterJson.KeyId')
  })

  it('no eventRW, no answers, a VPC, and dry runs that cannot be seen', async () => {
    const { fields } = await probed({ eventRW: false, responseElements: false, vpcId: 'vpc-bp1', dryRun: false })
    expect(fields('Encrypt')).toMatchObject({
      eventRW: 'absent',
      responseElements: false,
      vpcId: true,
      dryRunVisible: null,
    })
    expect(fields('Decrypt').dryRunVisible).toBe(false)
    expect(fields('Decrypt').identity).toEqual(['accessKeyId', 'accountId', 'principalId', 'type', 'userName'])
  })

  it.each([
    [null, 'absent', null],
    ['AlibabaCloud (Linux; amd64)', 'cut', null],
    [
      'AlibabaCloud (Linux; amd64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
      'other',
      'agents-changed',
    ],
  ] as const)('a user agent that is %s', async (userAgent, expected, contradiction) => {
    const { fields, status, problem } = await probed({ userAgent })
    expect(fields('Decrypt').userAgent).toBe(expected)
    expect([status, problem]).toEqual([contradiction === null ? 0 : 3, contradiction])
  })

  it('an operation that is never shown, and one that comes late', async () => {
    const { of, status, problem } = await probed({ hidden: ['Decrypt'], delays: { ReEncrypt: 60_000 } })
    expect(of('Decrypt')).toEqual({ operation: 'Decrypt', dryRun: true, shown: 'no', delaySeconds: null })
    expect(of('ReEncrypt')?.delaySeconds).toBeLessThan(200)
    expect([status, problem]).toEqual([3, 'operations-not-shown'])
  })

  it('waits a little longer for the last where others are shown', async () => {
    const { of, status } = await probed({ delays: { Decrypt: 14 * MINUTE } })
    expect(of('Decrypt')?.delaySeconds).toBeGreaterThan(13 * 60)
    expect(status).toBe(0)
  })

  it('is not known of what was not waited for', async () => {
    const { of, status, problem, lab } = await probed({ hidden: ['Decrypt'] }, ['--wait', '0'])
    expect(of('Encrypt')).toMatchObject({ shown: 'not-yet' })
    expect([status, problem]).toEqual([3, null])
    expect((await lab.probe(['--yes', '--wait', '0'])).stdout).toContain('a longer --wait tells more')
  })
})

it('keeps the shape under the scope for evidence, without a value', async () => {
  const { lab } = await probed({ ciphertext: 'absent', hidden: ['ReEncrypt'] })
  await lab.audit()
  const { stdout } = await lab.run(['evidence', '--format', 'json'])
  const [scope] = JSON.parse(stdout)
  expect(scope.shape).toMatchObject([
    {
      source: 'lookup',
      problem: 'operations-not-shown',
      operations: ['ReEncrypt'],
      untied: ['Decrypt', 'ExportDataKey'],
    },
  ])
  expect(JSON.stringify(scope.shape)).not.toContain(PROBED)
  const table = await lab.run(['evidence'])
  expect(table.stdout).toMatch(
    /^\d+ cn-hangzhou: probed at .*: lookup showed 5 of 6 calls; it does not show ReEncrypt/m,
  )
})
