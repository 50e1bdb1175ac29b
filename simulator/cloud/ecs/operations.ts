import * as z from 'zod'
import { Refusal } from '../http/refusal.ts'
import { openToken, queryOf, sealToken } from '../next-token.ts'
import type { ApiCall, Operations } from '../service.ts'
import type { Disk, Snapshot } from './resources.ts'

/** MaxResults of the lists (API reference of each): without it a page holds ten. */
const LEAST = 10
const STANDARD = 10
const MOST = { DescribeDisks: 500, DescribeSnapshots: 100 } as const

/** What of ECS 2014-05-26 names keys. Resources as the pages' "Authorization information" have them. */
export const ecsOperations: Operations = {
  DescribeDisks: {
    group: 'ecsDisks',
    resource: (call) => `acs:ecs:${call.region}:${call.account.id}:disk/*`,
    run: (call) => {
      const found = call.here.disks.filter((each) => isWanted(call, each))
      return page(call, 'DescribeDisks', found, (shown) => ({
        Disks: { Disk: shown.map((each) => diskOf(call, each)) },
      }))
    },
  },
  DescribeSnapshots: {
    group: 'ecsSnapshots',
    resource: (call) => `acs:ecs:${call.region}:${call.account.id}:snapshot/*`,
    run: (call) => {
      const found = call.here.snapshots.filter((each) => isWanted(call, each))
      const wrap = (shown: Snapshot[]) => ({ Snapshots: { Snapshot: shown.map((each) => snapshotOf(call, each)) } })
      return page(call, 'DescribeSnapshots', found, wrap)
    },
  },
  DescribeDiskDefaultKMSKeyId: {
    group: 'ecsDefaultDiskKey',
    resource: () => '*',
    run: (call) => {
      checkRegion(call)
      return { KMSKeyId: call.here.defaultDiskKey ?? '' }
    },
  },
}

function isWanted({ params }: ApiCall, { encrypted, keyId }: Pick<Disk, 'encrypted' | 'keyId'>): boolean {
  const flag = params.get('Encrypted')
  if (flag !== undefined && flag !== 'true' && flag !== 'false') throw invalid('Encrypted')
  const key = params.get('KMSKeyId')
  return (flag === undefined || encrypted === (flag === 'true')) && (key === undefined || key === keyId)
}

function page<T>(
  call: ApiCall,
  action: keyof typeof MOST,
  items: readonly T[],
  wrap: (items: T[]) => Record<string, unknown>,
): Record<string, unknown> {
  checkRegion(call)
  const size = sizeOf(call, MOST[action])
  const owner = [action, call.account.id, call.region]
  const from = startOf(call, owner)
  const to = from + size
  const NextToken = to < items.length ? sealToken(to, queryOf(owner, call.params)) : ''
  // With MaxResults and NextToken the count is not valid (vendor's page DescribeDisks).
  return { NextToken, TotalCount: 0, PageSize: 0, PageNumber: 0, ...wrap(items.slice(from, to)) }
}

function sizeOf({ params }: ApiCall, most: number): number {
  const text = params.get('MaxResults')
  if (text === undefined) return STANDARD
  const size = Number(text)
  if (!/^\d+$/.test(text) || size < LEAST || size > most) throw invalid('MaxResults')
  return size
}

function startOf({ params }: ApiCall, owner: readonly string[]): number {
  const token = params.get('NextToken') ?? ''
  if (token === '') return 0
  const state = z
    .number()
    .int()
    .safeParse(openToken(token, queryOf(owner, params)))
  if (!state.success) throw invalid('NextToken')
  return state.data
}

function checkRegion({ params, region }: ApiCall): void {
  const asked = params.get('RegionId')
  if (!asked) {
    const message = 'The input parameter "RegionId" that is mandatory for processing this request is not supplied.'
    throw new Refusal(400, 'MissingParameter', message)
  }
  if (asked !== region) throw new Refusal(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.')
}

function invalid(name: string): Refusal {
  return new Refusal(400, `InvalidParameter.${name}`, `The specified parameter "${name}" is not valid.`)
}

function diskOf({ region }: ApiCall, { id, encrypted, keyId, instanceId, type, createdAt }: Disk) {
  return {
    ...{
      DiskId: id,
      DiskName: '',
      RegionId: region,
      ZoneId: `${region}-a`,
      Type: type,
      Category: 'cloud_essd',
      Size: 40,
    },
    ...{ Encrypted: encrypted, KMSKeyId: keyId ?? '', InstanceId: instanceId ?? '', CreationTime: createdAt },
    Status: instanceId === undefined ? 'Available' : 'In_use',
  }
}

function snapshotOf({ region }: ApiCall, { id, diskId, encrypted, keyId, createdAt }: Snapshot) {
  return {
    ...{ SnapshotId: id, SnapshotName: '', RegionId: region, SourceDiskId: diskId, SourceDiskType: 'data' },
    ...{ Encrypted: encrypted, KMSKeyId: keyId ?? '', Status: 'accomplished', CreationTime: createdAt },
  }
}
