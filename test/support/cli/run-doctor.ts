import * as z from 'zod'
import type { Finding } from '../../../cli/doctor/finding.ts'
import { HOUR, iso } from '../../../shared/domain/time.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { account, key, region, secret, type World, world } from '../../../simulator/cloud/world.ts'
import { instance, signOfLife } from '../../../simulator/cloud/world-events.ts'
import { atFileEnd } from '../at-file-end.ts'
import { type CliOptions, type CliResult, runCli } from './run-cli.ts'
import { temporaryFolder } from './seeded-store.ts'

/** One of everything that an audit asks for. */
export function fullRegion(acsRegion = 'cn-hangzhou') {
  return region({
    events: [signOfLife(iso(Date.now() - HOUR), { acsRegion })],
    keys: [key({ keyId: 'key-fine', aliases: ['alias/fine'] })],
    secrets: [secret({ name: 'secret-fine', encryptionKeyId: 'key-fine' })],
    instances: [instance({ id: 'kst-fine' })],
  })
}

/** One account with two full regions. */
export function company(): World {
  return world({
    accounts: [account({ regions: { 'cn-hangzhou': fullRegion(), 'cn-shanghai': fullRegion('cn-shanghai') } })],
  })
}

/** A simulated cloud until the end of the file. */
export async function cloudFor(there: World = company(), options: CloudOptions = {}): Promise<SimulatedCloud> {
  const cloud = await startCloud(there, { quotas: NO_QUOTAS, ...options })
  atFileEnd(() => cloud.close())
  return cloud
}

export interface DoctorRun extends CliResult {
  readonly findings: readonly Finding[]
  /** Those of one check. */
  of(check: Finding['check']): readonly Finding[]
  readonly failed: readonly Finding[]
}

const findingsSchema = z.custom<readonly Finding[]>((value) => Array.isArray(value))

/** `doctor --format json` on the simulated cloud, with its findings. */
export async function doctor(
  cloud: SimulatedCloud,
  { env = {}, ...options }: CliOptions = {},
  argv: readonly string[] = [],
): Promise<DoctorRun> {
  const result = await runDoctor(cloud, { env, ...options }, ['--format', 'json', ...argv])
  const findings = findingsSchema.parse(JSON.parse(result.stdout))
  return {
    ...result,
    findings,
    of: (check) => findings.filter((each) => each.check === check),
    failed: findings.filter(({ status }) => status === 'failed'),
  }
}

export async function runDoctor(
  cloud: SimulatedCloud,
  { env = {}, ...options }: CliOptions = {},
  argv: readonly string[] = [],
): Promise<CliResult> {
  const FAST = { CMK_REGIONS: 'cn-hangzhou,cn-shanghai', CMK_KMS_QPS: '500', CMK_TRAIL_QPS: '500' }
  const variables = { ...cloud.environment(), ...FAST, ...env }
  return runCli(['doctor', ...argv], { cwd: await temporaryFolder(), clock: Date.now, ...options, env: variables })
}
