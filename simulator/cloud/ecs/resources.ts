/** A disk of ECS. */
export interface Disk {
  id: string
  encrypted: boolean
  /** Id, ARN or alias of its key; absent where it is encrypted with the service key, or not at all. */
  keyId?: string
  /** The instance that it is attached to; absent: none. */
  instanceId?: string
  type: 'system' | 'data'
  createdAt: string
}

/** A snapshot of ECS. */
export interface Snapshot {
  id: string
  diskId: string
  encrypted: boolean
  keyId?: string
  createdAt: string
}

const DEFAULT_CREATION = '2024-05-01T08:00:00Z'

/** A data disk that is encrypted with a key. */
export function disk(id: string, fields: Partial<Disk> = {}): Disk {
  return { id, encrypted: fields.keyId !== undefined, type: 'data', createdAt: DEFAULT_CREATION, ...fields }
}

export function snapshot(id: string, fields: Partial<Snapshot> = {}): Snapshot {
  return { id, diskId: `d-of-${id}`, encrypted: fields.keyId !== undefined, createdAt: DEFAULT_CREATION, ...fields }
}
