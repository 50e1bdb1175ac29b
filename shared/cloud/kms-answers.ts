import * as z from 'zod'
import type { InstanceVpc } from '../domain/instances/kms-instance.ts'
import { MAX_ITEMS } from './paging.ts'

/** The vendor's answers, as far as they are read. Unknown members are ignored; `""` means absent (docs/vendor-facts.md, "KMS: reading keys"). */

const text = z.string().min(1)
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value || null)
const count = z
  .union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)])
  .refine((total) => total <= MAX_ITEMS)

/** What a page says of itself; a list is believed only where it fits what was asked. */
const number = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)])
const numbers = { PageNumber: number.nullish().catch(null), PageSize: number.nullish().catch(null) }
const numbersOf = (page: { PageNumber?: number | null | undefined; PageSize?: number | null | undefined }) => ({
  pageNumber: page.PageNumber ?? null,
  pageSize: page.PageSize ?? null,
})
const arn = z.string().nullish().catch(null)

export const keysPage = z
  .object({
    TotalCount: count,
    ...numbers,
    Keys: z.object({ Key: z.array(z.object({ KeyId: text, KeyArn: arn })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, Keys, ...page }) => ({
    total: TotalCount,
    items: (Keys?.Key ?? []).map(({ KeyId, KeyArn }) => ({ keyId: KeyId.trim(), arn: KeyArn ?? '' })),
    ...numbersOf(page),
  }))

export const versionsPage = z
  .object({
    TotalCount: count,
    ...numbers,
    KeyVersions: z.object({ KeyVersion: z.array(z.object({ KeyVersionId: text, KeyId: arn })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, KeyVersions, ...page }) => ({
    total: TotalCount,
    items: (KeyVersions?.KeyVersion ?? []).map(({ KeyVersionId }) => KeyVersionId.trim()),
    keyIds: (KeyVersions?.KeyVersion ?? []).map(({ KeyId }) => KeyId ?? ''),
    ...numbersOf(page),
  }))

export const aliasesPage = z
  .object({
    TotalCount: count,
    ...numbers,
    Aliases: z
      .object({ Alias: z.array(z.object({ AliasName: text, KeyId: text, AliasArn: arn })).nullish() })
      .nullish(),
  })
  .transform(({ TotalCount, Aliases, ...page }) => ({
    total: TotalCount,
    items: (Aliases?.Alias ?? []).map(({ AliasName, KeyId }) => ({ alias: AliasName, keyId: KeyId.trim() })),
    arns: (Aliases?.Alias ?? []).map(({ AliasArn }) => AliasArn ?? ''),
    ...numbersOf(page),
  }))

export const instancesPage = z
  .object({
    TotalCount: count,
    ...numbers,
    KmsInstances: z
      .object({ KmsInstance: z.array(z.object({ KmsInstanceId: text, KmsInstanceArn: arn })).nullish() })
      .nullish(),
  })
  .transform(({ TotalCount, KmsInstances, ...page }) => ({
    total: TotalCount,
    items: (KmsInstances?.KmsInstance ?? []).map(({ KmsInstanceId }) => KmsInstanceId.trim()),
    arns: (KmsInstances?.KmsInstance ?? []).map(({ KmsInstanceArn }) => KmsInstanceArn ?? ''),
    ...numbersOf(page),
  }))

const amount = z
  .union([z.number().min(0), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((value) => value ?? null)

/** GetKmsInstance; SecretNum comes as a text. Its own VPC is not among those that are bound to it. */
export const instanceAnswer = z
  .object({
    KmsInstance: z.object({
      InstanceId: text,
      ...{ InstanceName: optionalText, Status: optionalText, ChargeType: optionalText },
      ...{ CreateTime: optionalText, EndDate: optionalText, VpcId: optionalText },
      ...{ Spec: amount, KeyNum: amount, SecretNum: amount, VpcNum: amount },
      BindVpcs: z.object({ BindVpc: z.array(z.object({ VpcId: text, VpcOwnerId: optionalText })).nullish() }).nullish(),
    }),
  })
  .transform(({ KmsInstance: instance }) => ({
    id: instance.InstanceId,
    details: {
      ...{ name: instance.InstanceName, status: instance.Status, spec: instance.Spec },
      ...{ chargeType: instance.ChargeType, createdAt: instance.CreateTime, endsAt: instance.EndDate },
      vpcs: distinctVpcs([
        ...(instance.VpcId === null ? [] : [{ id: instance.VpcId, owner: null }]),
        ...(instance.BindVpcs?.BindVpc ?? []).map(({ VpcId, VpcOwnerId }) => ({ id: VpcId, owner: VpcOwnerId })),
      ]),
    },
    bought: { key: instance.KeyNum, secret: instance.SecretNum, qps: instance.Spec, vpc: instance.VpcNum },
  }))

function distinctVpcs(vpcs: readonly InstanceVpc[]): readonly InstanceVpc[] {
  return [...new Map([...vpcs].reverse().map((vpc) => [vpc.id, vpc])).values()].reverse()
}

/** GetKmsInstanceQuotaInfos. */
export const quotaAnswer = z
  .object({
    KmsInstanceId: text,
    KmsInstanceQuotaInfos: z.array(z.object({ ResourceType: text, ResourceQuota: amount, UsedQuantity: amount })),
  })
  .transform(({ KmsInstanceId, KmsInstanceQuotaInfos }) => ({
    id: KmsInstanceId,
    quotas: KmsInstanceQuotaInfos.map(({ ResourceType, ResourceQuota, UsedQuantity }) => ({
      ...{ type: ResourceType, quota: ResourceQuota, used: UsedQuantity },
    })),
  }))

export const secretsPage = z
  .object({
    TotalCount: count,
    ...numbers,
    SecretList: z.object({ Secret: z.array(z.object({ SecretName: text })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, SecretList, ...page }) => ({
    total: TotalCount,
    items: (SecretList?.Secret ?? []).map(({ SecretName }) => SecretName),
    ...numbersOf(page),
  }))

export const tagsPage = z
  .object({
    NextToken: optionalText,
    TagResources: z
      .object({
        TagResource: z.array(z.object({ ResourceId: text, TagKey: text, TagValue: z.string().nullish() })).nullish(),
      })
      .nullish(),
  })
  .transform(({ NextToken, TagResources }) => ({
    nextToken: NextToken,
    tags: (TagResources?.TagResource ?? []).map(({ ResourceId, TagKey, TagValue }) => ({
      ...{ keyId: ResourceId, key: TagKey, value: TagValue ?? '' },
    })),
  }))

export const regionsAnswer = z
  .object({ Regions: z.object({ Region: z.array(z.object({ RegionId: text })).min(1) }) })
  .transform(({ Regions }) => Regions.Region.map(({ RegionId }) => RegionId))

export const keyAnswer = z
  .object({
    KeyMetadata: z.object({
      KeyId: text,
      Arn: arn,
      ...{ Creator: optionalText, KeyState: optionalText, KeySpec: optionalText, KeyUsage: optionalText },
      ...{ Origin: optionalText, AutomaticRotation: optionalText, DKMSInstanceId: optionalText },
      ...{ CreationDate: optionalText, NextRotationDate: optionalText, PrimaryKeyVersion: optionalText },
      // No verdict stands on it: whatever else it is must not cost the rest.
      ProtectionLevel: optionalText.catch(null),
    }),
  })
  .transform(({ KeyMetadata: key }) => ({
    keyId: key.KeyId,
    arn: key.Arn ?? '',
    creator: key.Creator,
    keyState: key.KeyState,
    keySpec: key.KeySpec,
    keyUsage: key.KeyUsage,
    origin: key.Origin,
    automaticRotation: key.AutomaticRotation,
    kmsInstanceId: key.DKMSInstanceId,
    createdAt: key.CreationDate,
    nextRotationAt: key.NextRotationDate,
    protectionLevel: key.ProtectionLevel,
    primaryVersion: key.PrimaryKeyVersion,
  }))

export const secretAnswer = z
  .object({ SecretName: text, Arn: arn, EncryptionKeyId: optionalText, DKMSInstanceId: optionalText })
  .transform(({ SecretName, Arn, EncryptionKeyId, DKMSInstanceId }) => ({
    name: SecretName,
    arn: Arn ?? '',
    encryptionKeyId: EncryptionKeyId,
    kmsInstanceId: DKMSInstanceId,
  }))
