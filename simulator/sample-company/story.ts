import type { Instance, Key, Secret } from '../cloud/world.ts'
import type { Caller } from './callers.ts'
import type { Moments } from './moments.ts'

/** How an event tells of its key. Real events are as mixed as that, and some say nothing at all. */
export type Naming =
  | 'id'
  | 'arn'
  /** The first alias of the key. */
  | 'alias'
  /** The id with its end masked. */
  | 'masked'
  /** Only through the ciphertext, which begins with the id of a key version. */
  | 'ciphertext'
  /** As `requestParameterJson`, a text. */
  | 'json'
  /** Only in the answer. */
  | 'answer'
  /** Only among the referenced resources. */
  | 'resource'
  | 'nothing'

/** Calls of one sort by one caller. */
export interface Calls {
  readonly by: Caller
  readonly operation: string
  readonly when: Moments
  /** `ciphertext` for operations that take one, else `id`. */
  readonly names?: Naming
  /** ReEncrypt: the name of the key to which it encrypts. */
  readonly to?: string
  /** What the call was answered, where it failed. */
  readonly errorCode?: string
  readonly dryRun?: true
  /** Hours after which ActionTrail first shows the events. */
  readonly lateHours?: number
  /** On how many further pages the events come again. */
  readonly repeat?: number
}

/** A key as a team would tell of it: what it is and what is done with it. What follows from that is not the company's business. */
export interface KeyStory {
  /** Unique in the company: ids are made of it. */
  readonly name: string
  /** The description that KMS keeps. */
  readonly about: string
  /** Without the prefix `alias/`. */
  readonly aliases?: readonly string[]
  /** Days since its creation; some years by default. */
  readonly age?: number
  /** Key versions; one by default. */
  readonly versions?: number
  readonly tags?: Readonly<Record<string, string>>
  readonly as?: Partial<Pick<Key, 'keySpec' | 'keyUsage' | 'keyState' | 'origin' | 'protectionLevel' | 'creatorType'>> &
    Partial<Pick<Key, 'automaticRotation' | 'instanceId'>>
  /** Days from now until its next rotation; some months where it has one. */
  readonly rotatesIn?: number
  /** Days from now on which it will be deleted; negative in the past. */
  readonly deletedIn?: number
  readonly calls?: readonly Calls[]
}

export interface SecretStory extends Partial<Secret> {
  readonly name: string
  /** The name of the key that encrypts it. */
  readonly key: string
}

/** Cloud resources that keys encrypt, with the names of the keys. */
export interface ResourceStory {
  readonly databases?: readonly { readonly id: string; readonly tde: string }[]
  readonly disks?: readonly { readonly id: string; readonly key: string; readonly instanceId?: string }[]
  readonly snapshots?: readonly { readonly id: string; readonly key: string }[]
  readonly defaultDiskKey?: string
  /** `by`: how the rule of the bucket names its key. */
  readonly buckets?: readonly { readonly name: string; readonly key: string; readonly by: 'id' | 'alias' }[]
}

/** What one team has in one region. */
export interface Team {
  /** Of every key, beside its own. */
  readonly tags?: Readonly<Record<string, string>>
  readonly keys: readonly KeyStory[]
  readonly secrets?: readonly SecretStory[]
  readonly instances?: readonly Instance[]
  readonly resources?: ResourceStory
  /** Calls whose events tell of no key. */
  readonly untold?: readonly Calls[]
  /** Management events: what became of an alias or a rotation. */
  readonly changes?: readonly ChangeStory[]
  /** Keys that the auditor's policy keeps from being described. */
  readonly hidden?: readonly string[]
}

/** A management call: `CreateAlias`, `UpdateAlias` … on a key. */
export interface ChangeStory {
  readonly by: Caller
  readonly operation: string
  /** Days ago. */
  readonly ago: number
  readonly key: string
  readonly parameters?: Readonly<Record<string, string>>
}
