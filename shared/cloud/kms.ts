import type { z } from 'zod'
import type { CallOptions, KeyFilter, KeyMetadata, Kms, KmsList } from './cloud.ts'
import { listKeyTags } from './key-tags.ts'
import {
  aliasesPage,
  instancesPage,
  keyAnswer,
  keysPage,
  regionsAnswer,
  secretAnswer,
  secretsPage,
  versionsPage,
} from './kms-answers.ts'
import { listWhole, PAGE_SIZE, type Page } from './paging.ts'
import type { Query, ServiceClient } from './service-client.ts'

/** What an item of each list is known by. */
const IDS: Readonly<Record<KmsList, z.ZodType<readonly string[]>>> = {
  ListKeys: keysPage.transform(({ items }) => items.map(({ keyId }) => keyId)),
  ListAliases: aliasesPage.transform(({ items }) => items.map(({ alias }) => alias)),
  ListKmsInstances: instancesPage.transform(({ items }) => items),
  ListSecrets: secretsPage.transform(({ items }) => items),
}

/** The reads of KMS 2016-01-20 over the wire. */
export class KmsReads implements Kms {
  readonly #client: ServiceClient
  readonly #region: string

  constructor(client: ServiceClient, region: string) {
    this.#client = client
    this.#region = region
  }

  describeRegions(options?: CallOptions): Promise<readonly string[]> {
    return this.#client.call('DescribeRegions', {}, regionsAnswer, options)
  }

  listKeys(
    filter?: KeyFilter,
    options?: CallOptions,
  ): Promise<readonly { readonly keyId: string; readonly arn: string }[]> {
    const filters = filter && JSON.stringify([{ Key: filter.key, Values: [filter.value] }])
    const query = filters === undefined ? {} : { Filters: filters }
    return this.#list('ListKeys', query, keysPage, ({ keyId }) => keyId, options)
  }

  describeKey(keyId: string, options?: CallOptions): Promise<KeyMetadata> {
    return this.#client.call('DescribeKey', { KeyId: keyId }, keyAnswer, options)
  }

  async listKeyVersions(
    keyId: string,
    options?: CallOptions,
  ): Promise<{ readonly total: number; readonly ids: readonly string[] }> {
    const ids = await this.#list('ListKeyVersions', { KeyId: keyId }, versionsPage, (id) => id, options)
    return { total: ids.length, ids }
  }

  listAliases(options?: CallOptions): Promise<readonly { readonly alias: string; readonly keyId: string }[]> {
    return this.#list('ListAliases', {}, aliasesPage, ({ alias }) => alias, options)
  }

  listKmsInstances(options?: CallOptions): Promise<readonly string[]> {
    return this.#list('ListKmsInstances', {}, instancesPage, (id) => id, options)
  }

  listKeyTags(
    keyIds: readonly string[],
    options?: CallOptions,
  ): Promise<readonly { readonly keyId: string; readonly key: string; readonly value: string }[]> {
    return listKeyTags(this.#client, this.#region, keyIds, options)
  }

  listSecrets(options?: CallOptions): Promise<readonly string[]> {
    return this.#list('ListSecrets', {}, secretsPage, (name) => name, options)
  }

  describeSecret(
    name: string,
    options?: CallOptions,
  ): Promise<{ readonly encryptionKeyId: string | null; readonly kmsInstanceId: string | null }> {
    return this.#client.call('DescribeSecret', { SecretName: name }, secretAnswer, options)
  }

  async firstOf(list: KmsList, options?: CallOptions): Promise<string | undefined> {
    const [first] = await this.#client.call(list, { PageNumber: 1, PageSize: 1 }, IDS[list], options)
    return first
  }

  async #list<T>(
    action: string,
    query: Query,
    schema: z.ZodType<Page<T>>,
    idOf: (item: T) => string,
    options?: CallOptions,
  ): Promise<T[]> {
    const items = await listWhole(
      (number) => this.#client.call(action, { ...query, PageNumber: number, PageSize: PAGE_SIZE }, schema, options),
      idOf,
    )
    if (items !== undefined) return items
    throw this.#client.error(action, {
      ...{ kind: 'bad-response', code: 'ListKeptChanging' },
      advice: 'The list kept changing while it was read: run again when nothing is being created or deleted.',
    })
  }
}
