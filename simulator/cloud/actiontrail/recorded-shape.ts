/** What ActionTrail keeps of calls that use keys: the vendor's documents leave it open, so a world says it. */
export interface RecordedShape {
  /** CiphertextBlob of a request. `cut`: its first 60 characters. `masked`: its first 8 and asterisks. */
  readonly ciphertext: 'whole' | 'cut' | 'masked' | 'absent'
  /** What the answer said, without plaintext and exported keys. */
  readonly responseElements: boolean
  /** The key in referencedResources and resourceName. */
  readonly resources: boolean
  readonly eventRW: boolean
  /** In its place another program's; null: none. Undefined: as it was sent. */
  readonly userAgent?: string | null
  readonly vpcId?: string
  /** requestParameterJson in place of requestParameters. */
  readonly json: boolean
  /** False: DryRun is not kept. */
  readonly dryRun: boolean
  /** Operations of which no event is made. */
  readonly hidden: readonly string[]
  /** Milliseconds until it can be looked up, by operation, in place of the cloud's. */
  readonly delays: Readonly<Record<string, number>>
}

export const PLAIN_SHAPE: RecordedShape = {
  ciphertext: 'whole',
  responseElements: true,
  resources: false,
  eventRW: true,
  json: false,
  dryRun: true,
  hidden: [],
  delays: {},
}

const RESULTS = new Set(['Plaintext', 'ExportedDataKey', 'CiphertextBlob'])

/** The members of an event that depend on the shape. `result`: of a call that worked. */
export function shapedMembers(
  params: ReadonlyMap<string, string>,
  shape: RecordedShape,
  result: Readonly<Record<string, unknown>> | undefined,
  userAgent: string,
): Record<string, unknown> {
  const request = Object.fromEntries(
    [...params].flatMap(([name, value]) => {
      if (name === 'DryRun' && !shape.dryRun) return []
      if (name !== 'CiphertextBlob') return [[name, value]]
      const kept = ciphertextAs(value, shape.ciphertext)
      return kept === undefined ? [] : [[name, kept]]
    }),
  )
  const answer = Object.entries(result ?? {}).filter(([name]) => !RESULTS.has(name))
  const agent = shape.userAgent === undefined ? userAgent : shape.userAgent
  return {
    ...(shape.json ? { requestParameterJson: JSON.stringify(request) } : { requestParameters: request }),
    ...(shape.responseElements && answer.length > 0 ? { responseElements: Object.fromEntries(answer) } : {}),
    ...(agent === null ? { userAgent: undefined } : { userAgent: agent }),
    ...(shape.eventRW ? {} : { eventRW: undefined }),
    ...(shape.vpcId === undefined ? {} : { vpcId: shape.vpcId }),
  }
}

function ciphertextAs(value: string, shape: RecordedShape['ciphertext']): string | undefined {
  switch (shape) {
    case 'whole':
      return value
    case 'cut':
      return value.slice(0, 60)
    case 'masked':
      return `${value.slice(0, 8)}****`
    case 'absent':
      return undefined
  }
}
