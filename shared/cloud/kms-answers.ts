import { z } from 'zod'
import { MAX_ITEMS } from './paging.ts'

/** The vendor's answers, as far as they are read. Unknown members are ignored; `""` means absent (reference: KeyMetadata). */

const text = z.string().min(1)
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value || null)
const count = z
  .union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)])
  .refine((total) => total <= MAX_ITEMS)

export const keysPage = z
  .object({
    TotalCount: count,
    Keys: z.object({ Key: z.array(z.object({ KeyId: text, KeyArn: z.string().default('') })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, Keys }) => ({
    total: TotalCount,
    items: (Keys?.Key ?? []).map(({ KeyId, KeyArn }) => ({ keyId: KeyId, arn: KeyArn })),
  }))

export const versionsPage = z
  .object({
    TotalCount: count,
    KeyVersions: z.object({ KeyVersion: z.array(z.object({ KeyVersionId: text })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, KeyVersions }) => ({
    total: TotalCount,
    items: (KeyVersions?.KeyVersion ?? []).map(({ KeyVersionId }) => KeyVersionId),
  }))

export const aliasesPage = z
  .object({
    TotalCount: count,
    Aliases: z.object({ Alias: z.array(z.object({ AliasName: text, KeyId: text })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, Aliases }) => ({
    total: TotalCount,
    items: (Aliases?.Alias ?? []).map(({ AliasName, KeyId }) => ({ alias: AliasName, keyId: KeyId })),
  }))

export const instancesPage = z
  .object({
    TotalCount: count,
    KmsInstances: z.object({ KmsInstance: z.array(z.object({ KmsInstanceId: text })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, KmsInstances }) => ({
    total: TotalCount,
    items: (KmsInstances?.KmsInstance ?? []).map(({ KmsInstanceId }) => KmsInstanceId),
  }))

export const secretsPage = z
  .object({
    TotalCount: count,
    SecretList: z.object({ Secret: z.array(z.object({ SecretName: text })).nullish() }).nullish(),
  })
  .transform(({ TotalCount, SecretList }) => ({
    total: TotalCount,
    items: (SecretList?.Secret ?? []).map(({ SecretName }) => SecretName),
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
      Arn: z.string().default(''),
      ...{ Creator: optionalText, KeyState: optionalText, KeySpec: optionalText, KeyUsage: optionalText },
      ...{ Origin: optionalText, AutomaticRotation: optionalText, DKMSInstanceId: optionalText },
      CreationDate: optionalText,
    }),
  })
  .transform(({ KeyMetadata: key }) => ({
    keyId: key.KeyId,
    arn: key.Arn,
    creator: key.Creator,
    keyState: key.KeyState,
    keySpec: key.KeySpec,
    keyUsage: key.KeyUsage,
    origin: key.Origin,
    automaticRotation: key.AutomaticRotation,
    kmsInstanceId: key.DKMSInstanceId,
    createdAt: key.CreationDate,
  }))

export const secretAnswer = z
  .object({ SecretName: text, EncryptionKeyId: optionalText, DKMSInstanceId: optionalText })
  .transform(({ EncryptionKeyId, DKMSInstanceId }) => ({
    encryptionKeyId: EncryptionKeyId,
    kmsInstanceId: DKMSInstanceId,
  }))
