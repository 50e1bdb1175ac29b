/** A bucket of OSS. Names are unique in the whole world. */
export interface Bucket {
  name: string
  /** What it holds besides the files that trails deliver. */
  objects: StoredObject[]
  /** The files of trails are among its objects: no event of the world becomes another. */
  isComplete?: true
  /** GetBucketEncryption; absent: the bucket has no rule. */
  encryption?: { algorithm: 'KMS' | 'AES256' | 'SM4'; keyId?: string }
  /** How the events stand in the files that trails deliver: one list (when absent), or one a line. */
  format?: 'array' | 'lines'
  /** Minutes of events that one file of a trail holds; 5 when absent. */
  period?: number
  /** What has happened to files since they were delivered. */
  spoiled?: Spoiled[]
}

export interface StoredObject {
  key: string
  /** Its bytes, or the path of a file that holds them. */
  body: Buffer | { file: string }
  storageClass?: StorageClass
}

/** Objects of the archive classes have to be restored before they can be read. */
export type StorageClass = 'Standard' | 'IA' | 'Archive' | 'ColdArchive'

/** What has happened to the objects whose keys hold a text. `damaged`: bytes in the middle are others. `archived`: moved to another class. */
export interface Spoiled {
  keys: string
  how: 'cut' | 'damaged' | 'missing' | 'archived'
}

export function bucket(name: string, fields: Partial<Bucket> = {}): Bucket {
  return { name, objects: [], ...fields }
}
