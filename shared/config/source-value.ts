import { resolve } from 'node:path'
import * as z from 'zod'

/** Where usage is read from: one member a kind, with what its text says. */
export type SourceConfig =
  | { readonly kind: 'lookup' }
  /** The logstore that a trail delivers to. */
  | { readonly kind: 'sls'; readonly region: string; readonly project: string; readonly logstore: string }
  /** The archive of a trail where it delivers to. `prefix`: without slashes at its ends. */
  | { readonly kind: 'oss'; readonly region: string; readonly bucket: string; readonly prefix: string }
  /** The archive of a trail, copied into a folder (an absolute path). */
  | { readonly kind: 'dir'; readonly folder: string }
  /** Wherever this trail delivers to. */
  | { readonly kind: 'trail'; readonly name: string }
  /** A trail that says everything of the account and region, else lookups. */
  | { readonly kind: 'auto' }

/** What stands behind the name of a kind. */
const FORMS = {
  sls: '`sls:<region>/<project>/<logstore>`',
  oss: '`oss:<region>/<bucket>[/<prefix>]`',
  dir: '`dir:<folder>`',
  trail: '`trail:<name>`',
} as const

/** What CMK_SOURCE takes, in words. */
export const SOURCE_EXPECTED = `\`lookup\`, ${FORMS.sls}, ${FORMS.oss}, ${FORMS.dir}, ${FORMS.trail} or \`auto\``

/** A region id as the vendor writes it; `oss-cn-hangzhou` is a host's. */
const REGION = /^(?!oss-)[a-z]{2,}(?:-[a-z0-9]+)+$/
/** Projects and buckets (vendor's pages "Limits on basic resources" and "Bucket naming conventions"). */
const NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/
/** Vendor's page "Logstores": underscores too. */
const LOGSTORE = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/
/** A part of a key (vendor's page "Object naming conventions"). */
const PREFIX = /^[^\\\p{C}]{0,512}$/u
const TRAIL = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/

/** What can be the name of a trail that is there; a new one has to have one that is narrower. */
export function isTrailName(text: string): boolean {
  return TRAIL.test(text)
}

/** A region of a place, and what else one is called by. The issues say what is wrong with a part. */
export const region = z.string().regex(REGION, 'what stands before the first / is no region id, such as cn-hangzhou')
const named = (what: string, pattern: RegExp, marks = ' and hyphens') =>
  z
    .string()
    .regex(pattern, `it names no ${what}: 3 to 63 lower-case letters, digits${marks}, a letter or digit at both ends`)

export const bucketName = named('bucket', NAME)

const NO_LOGSTORE = 'behind the kind it takes a region, a project and a logstore, with / between them'

/** What stands behind the name of a kind, by kind. */
const PLACES = {
  sls: z
    .string()
    .transform((text) => text.split('/'))
    .pipe(
      z.tuple([region, named('project', NAME), named('logstore', LOGSTORE, ', hyphens and underscores')], NO_LOGSTORE),
    )
    .transform(([region, project, logstore]): SourceConfig => ({ kind: 'sls', region, project, logstore })),
  oss: z
    .string()
    .transform((text) => {
      const [region = '', bucket = '', ...rest] = text.split('/')
      return { kind: 'oss' as const, region, bucket, prefix: rest.join('/').replace(/^\/+|\/+$/g, '') }
    })
    .pipe(
      z.object({
        kind: z.literal('oss'),
        region,
        bucket: bucketName,
        prefix: z.string().regex(PREFIX, 'its prefix cannot be a part of a key'),
      }),
    ),
  trail: z
    .string()
    .regex(TRAIL, 'it names no trail: letters, digits, hyphens and underscores')
    .transform((name): SourceConfig => ({ kind: 'trail', name })),
}

type PlacedKind = keyof typeof PLACES

/** The text of CMK_SOURCE. Relative paths start at `cwd`. */
export function sourceValue(cwd: string) {
  return z.string().transform((text, context): SourceConfig => {
    if (text === 'lookup' || text === 'auto') return { kind: text }
    const [kind, place] = partsOf(text)
    if (kind === 'dir' && place !== '') return { kind, folder: resolve(cwd, place) }
    const parsed = isPlaced(kind) ? PLACES[kind].safeParse(place) : undefined
    if (parsed?.success) return parsed.data
    context.addIssue({ code: 'custom', message: SOURCE_EXPECTED })
    return z.NEVER
  })
}

/** Which part of a value cannot be right, and the form that its kind has; undefined: its kind is none. */
export function sourceReason(text: string): string | undefined {
  const [kind, place] = partsOf(text)
  if (kind === 'dir') return `it names no folder; it takes ${FORMS.dir}`
  if (!isPlaced(kind)) return undefined
  const [issue] = PLACES[kind].safeParse(place).error?.issues ?? []
  return issue && `${issue.message}; it takes ${FORMS[kind]}`
}

/** As CMK_SOURCE has it. */
export function sourceText(source: SourceConfig): string {
  switch (source.kind) {
    case 'lookup':
    case 'auto':
      return source.kind
    case 'sls':
      return `sls:${source.region}/${source.project}/${source.logstore}`
    case 'oss':
      return `oss:${source.region}/${source.bucket}${source.prefix === '' ? '' : `/${source.prefix}`}`
    case 'dir':
      return `dir:${source.folder}`
    case 'trail':
      return `trail:${source.name}`
  }
}

/** The kind, and what stands behind its colon. */
function partsOf(text: string): readonly [kind: string, place: string] {
  const [kind = '', ...rest] = text.split(':')
  return [kind, rest.join(':')]
}

function isPlaced(kind: string): kind is PlacedKind {
  return Object.hasOwn(PLACES, kind)
}
