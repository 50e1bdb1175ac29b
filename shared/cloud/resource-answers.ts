import * as z from 'zod'

/** What RDS 2014-08-15, ECS 2014-05-26 and OSS say of the resources that name a key, as far as it is read. `""` means absent. */

const text = z.string().min(1)
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value || null)
const flag = z.union([z.boolean(), z.literal(['true', 'false']).transform((value) => value === 'true')])

/** DescribeKmsAssociateResources: whether there are instances, and which. One that says yes and has none, or no and has some, says nothing. */
export const instancesAnswer = z
  .object({
    AssociateStatus: flag,
    AssociateDBInstances: z.array(z.object({ DBInstanceName: text, KeyUsedBy: optionalText })).nullish(),
  })
  .transform(({ AssociateStatus, AssociateDBInstances }) => ({
    isUsed: AssociateStatus,
    instances: (AssociateDBInstances ?? []).map(({ DBInstanceName, KeyUsedBy }) => ({
      ...{ id: DBInstanceName, use: KeyUsedBy ?? '' },
    })),
  }))
  .refine(({ isUsed, instances }) => isUsed === instances.length > 0)

/** A page of DescribeDisks. */
export const disksPage = z
  .object({
    NextToken: optionalText,
    Disks: z.object({
      Disk: z.array(
        z.object({
          ...{ DiskId: text, RegionId: text, KMSKeyId: optionalText },
          ...{ InstanceId: optionalText, Status: optionalText },
        }),
      ),
    }),
  })
  .transform(({ NextToken, Disks }) => ({
    nextToken: NextToken,
    regions: Disks.Disk.map(({ RegionId }) => RegionId),
    items: Disks.Disk.map(({ DiskId, KMSKeyId, InstanceId, Status }) => ({
      ...{ id: DiskId, key: KMSKeyId, use: Status ?? '' },
      ...(InstanceId === null ? {} : { attachedTo: InstanceId }),
    })),
  }))

/** A page of DescribeSnapshots. */
export const snapshotsPage = z
  .object({
    NextToken: optionalText,
    Snapshots: z.object({
      Snapshot: z.array(
        z.object({ SnapshotId: text, RegionId: optionalText, KMSKeyId: optionalText, Status: optionalText }),
      ),
    }),
  })
  .transform(({ NextToken, Snapshots }) => ({
    nextToken: NextToken,
    regions: Snapshots.Snapshot.flatMap(({ RegionId }) => RegionId ?? []),
    items: Snapshots.Snapshot.map(({ SnapshotId, KMSKeyId, Status }) => ({
      ...{ id: SnapshotId, key: KMSKeyId, use: Status ?? '' },
    })),
  }))

/** DescribeDiskDefaultKMSKeyId: without a key where the region has none of its own. */
export const defaultDiskKeyAnswer = z
  .object({ RequestId: text, KMSKeyId: optionalText })
  .transform(({ KMSKeyId }) => ({ key: KMSKeyId }))

/** A page of ListBuckets. The location of a bucket is `oss-<region>`. */
export const bucketsPage = z
  .object({
    buckets: z.array(z.object({ name: text, region: text })).nullable(),
    isTruncated: z.boolean(),
    nextMarker: z.string().nullable(),
  })
  .refine(({ isTruncated, nextMarker }) => !isTruncated || Boolean(nextMarker))
  .transform(({ buckets, isTruncated, nextMarker }) => ({
    buckets: (buckets ?? []).map(({ name, region }) => ({ name, region: region.replace(/^oss-/, '') })),
    marker: isTruncated ? nextMarker : null,
  }))

/** GetBucketEncryption. No key id with `KMS`: the bucket uses the service key of OSS. */
export const bucketRuleAnswer = z
  .object({ encryption: z.object({ SSEAlgorithm: text, KMSMasterKeyID: optionalText }) })
  .transform(({ encryption }) => ({ use: encryption.SSEAlgorithm, key: encryption.KMSMasterKeyID }))
