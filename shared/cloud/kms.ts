import type * as z from 'zod'
import type { Quota, QuotaType } from '../domain/instances/kms-instance.ts'
import { mayBe, readKmsArn } from '../domain/kms-arn.ts'
import { normalForm } from '../domain/normal-form.ts'
import type { Scope } from '../domain/scope.ts'
import type { InstanceAnswer, KeyFilter, KeyMetadata, Kms, KmsList } from './cloud.ts'
import { type Contradiction, contradictionOfArns, contradictionOfKeyIds } from './contradiction.ts'
import type { CallOptions } from './credential-source.ts'
import { listKeyTags } from './key-tags.ts'
import {
  aliasesPage,
  instanceAnswer,
  instancesPage,
  keyAnswer,
  keysPage,
  quotaAnswer,
  regionsAnswer,
  secretAnswer,
  secretsPage,
  versionsPage,
} from './kms-answers.ts'
import { type NumberedList, type NumberedPage, numberedList, numberedPage } from './numbered-list.ts'
import { PAGE_SIZE } from './paging.ts'
import type { Query, ServiceClient } from './service-client.ts'

/** A page of a list of KMS. */
interface ReportedPage<T> extends NumberedPage<T> {
  readonly arns?: readonly string[]
  /** Of the key that each item is of. */
  readonly keyIds?: readonly string[]
}

const keysWithArns = keysPage.transform((page) => ({ ...page, arns: page.items.map(({ arn }) => arn) }))

/** What the items of each list are known by, and what they say of their place. */
const IDS: Readonly<Record<KmsList, z.ZodType<ReportedPage<string>>>> = {
  ListKeys: keysWithArns.transform((page) => ({ ...page, items: page.items.map(({ keyId }) => keyId) })),
  ListAliases: aliasesPage.transform((page) => ({ ...page, items: page.items.map(({ alias }) => alias) })),
  ListKmsInstances: instancesPage,
  ListSecrets: secretsPage,
}

/** The reads of KMS 2016-01-20 over the wire. */
export class KmsReads implements Kms {
  readonly #client: ServiceClient
  readonly #scope: Scope

  constructor(client: ServiceClient, scope: Scope) {
    this.#client = client
    this.#scope = scope
  }

  describeRegions(options?: CallOptions): Promise<readonly string[]> {
    return this.#client.call('DescribeRegions', {}, regionsAnswer, options)
  }

  async listKeys(
    filter?: KeyFilter,
    options?: CallOptions,
  ): Promise<readonly { readonly keyId: string; readonly arn: string }[]> {
    const filters = filter && JSON.stringify([{ Key: filter.key, Values: [filter.value] }])
    const query = filters === undefined ? {} : { Filters: filters }
    const keys = await this.#list('ListKeys', query, keysWithArns, ({ keyId }) => keyId, options)
    this.#checkIds(
      'ListKeys',
      keys.map(({ keyId }) => keyId),
    )
    return keys
  }

  describeKey(keyId: string, options?: CallOptions): Promise<KeyMetadata> {
    return this.#client.call('DescribeKey', { KeyId: keyId }, keyAnswer, options, (said) => {
      const ids = readKmsArn(said.arn) === undefined ? [said.keyId] : [said.keyId, said.arn]
      return contradictionOfArns([said.arn], this.#scope) ?? contradictionOfKeyIds(ids, keyId)
    })
  }

  async listKeyVersions(
    keyId: string,
    options?: CallOptions,
  ): Promise<{ readonly total: number; readonly ids: readonly string[] }> {
    const ids = await this.#list('ListKeyVersions', { KeyId: keyId }, versionsPage, (id) => id, options, keyId)
    this.#checkIds('ListKeyVersions', ids)
    return { total: ids.length, ids }
  }

  listAliases(options?: CallOptions): Promise<readonly { readonly alias: string; readonly keyId: string }[]> {
    return this.#list('ListAliases', {}, aliasesPage, ({ alias }) => alias, options)
  }

  listKmsInstances(options?: CallOptions): Promise<readonly string[]> {
    return this.#list('ListKmsInstances', {}, instancesPage, (id) => id, options)
  }

  kmsInstance(id: string, options?: CallOptions): Promise<InstanceAnswer> {
    const schema = instanceAnswer
    return this.#client.call('GetKmsInstance', { KmsInstanceId: id }, schema, options, (said) =>
      anotherInstance(said, id),
    )
  }

  async instanceQuota(id: string, type: QuotaType, options?: CallOptions): Promise<Quota> {
    const query = { KmsInstanceId: id, ResourceType: type }
    const { quotas } = await this.#client.call('GetKmsInstanceQuotaInfos', query, quotaAnswer, options, (said) =>
      anotherInstance(said, id),
    )
    const found = quotas.find((each) => normalForm(each.type) === type)
    return { quota: found?.quota ?? null, used: found?.used ?? null }
  }

  listKeyTags(
    keyIds: readonly string[],
    options?: CallOptions,
  ): Promise<readonly { readonly keyId: string; readonly key: string; readonly value: string }[]> {
    return listKeyTags(this.#client, this.#scope.region, keyIds, options)
  }

  listSecrets(options?: CallOptions): Promise<readonly string[]> {
    return this.#list('ListSecrets', {}, secretsPage, (name) => name, options)
  }

  async describeSecret(
    name: string,
    options?: CallOptions,
  ): Promise<{ readonly encryptionKeyId: string | null; readonly kmsInstanceId: string | null }> {
    const answer = await this.#client.call('DescribeSecret', { SecretName: name }, secretAnswer, options, (said) => {
      const other = mayBe(said.name, name) ? undefined : ({ code: 'AnotherSecret', reported: said.name } as const)
      return contradictionOfArns([said.arn], this.#scope) ?? other
    })
    return { encryptionKeyId: answer.encryptionKeyId, kmsInstanceId: answer.kmsInstanceId }
  }

  async firstOf(list: KmsList, options?: CallOptions): Promise<string | undefined> {
    const page = await numberedPage(this.#client, { ...this.#asked(list, {}, IDS[list]), size: 1 }, 1, options)
    return page.items[0]
  }

  /** All items of a list. `keyId`: the key that they must be of. */
  #list<T>(
    action: string,
    query: Query,
    schema: z.ZodType<ReportedPage<T>>,
    idOf: (item: T) => string,
    options?: CallOptions,
    keyId?: string,
  ): Promise<T[]> {
    return numberedList<T, ReportedPage<T>>(this.#client, this.#asked(action, query, schema, keyId), idOf, options)
  }

  /** What cannot be asked for by its id would be lost without a word, and what is masked is some other thing's id as well. */
  #checkIds(action: string, ids: readonly string[]): void {
    if (!ids.every(isId)) throw this.#client.error(action, { kind: 'bad-response', code: 'UnreadableId' })
  }

  #asked<T>(
    action: string,
    query: Query,
    schema: z.ZodType<ReportedPage<T>>,
    keyId?: string,
  ): NumberedList<ReportedPage<T>> {
    return {
      ...{ action, query, size: PAGE_SIZE, schema },
      contradictionOf: (page) =>
        contradictionOfArns(page.arns ?? [], this.#scope) ??
        (keyId === undefined ? undefined : contradictionOfKeyIds(page.keyIds ?? [], keyId)),
    }
  }
}

function anotherInstance({ id }: { readonly id: string }, asked: string): Contradiction | undefined {
  return mayBe(id, asked) ? undefined : { code: 'AnotherInstance', reported: id }
}

/** False for what is no id: masked, blank, or with spaces or characters that nobody sees. */
function isId(text: string): boolean {
  return text !== '' && !/[*\s\p{Cc}\p{Cf}]/u.test(text)
}
