import { isAbsolute, normalize, sep } from 'node:path'
import { bucketName, region } from './source-value.ts'

/** Where the rest of the configuration is. */
export type ConfigLocation =
  | { readonly kind: 'file'; readonly path: string }
  /** An object in OSS. Without a region: in that of the function. */
  | { readonly kind: 'object'; readonly region: string | undefined; readonly bucket: string; readonly key: string }
  /** A row of the store that CMK_STORE names, which is of this kind. */
  | { readonly kind: 'row'; readonly store: 'sqlite' | 'tablestore'; readonly name: string }

/** What CMK_CONFIG takes, in words. */
export const CONFIG_TAKES =
  'the path of a YAML file, oss://<bucket>/<key> (in the region of the function), oss:<region>/<bucket>/<key>, or tablestore:[<name>] or sqlite:[<name>] for a row of the store in CMK_STORE'

/** The row of a store whose name is left out. */
const USUAL_ROW = 'default'
const ROW = /^[a-z\d][a-z\d_-]{0,63}$/
/** Vendor's page "Object naming conventions". */
const KEY = /^(?![/\\])[^\\\p{C}]{1,1023}$/u

/** Reads CMK_CONFIG. The problem says what it takes in place of what cannot be right. */
export function readConfigLocation(text: string): ConfigLocation | { readonly problem: string } {
  // One letter before a colon is a drive.
  const [, scheme, rest = ''] = /^([a-z][\w+.-]+):(.*)$/i.exec(text) ?? []
  if (scheme === undefined) return { kind: 'file', path: text }
  if (scheme === 'oss') return objectAt(rest)
  if (scheme === 'tablestore' || scheme === 'sqlite') {
    const name = rest === '' ? USUAL_ROW : rest
    if (ROW.test(name)) return { kind: 'row', store: scheme, name }
    return {
      problem: `behind ${scheme}: it takes the name of a row, up to 64 lower-case letters, digits, _ and -, or nothing; CMK_STORE says where the store is`,
    }
  }
  if (scheme === 'file') return { problem: `it takes the path alone${rest === '' ? '' : `; did you mean ${rest}?`}` }
  return { problem: `it takes ${CONFIG_TAKES}` }
}

function objectAt(rest: string): ConfigLocation | { readonly problem: string } {
  const parts = rest.replace(/^\/\//, '').split('/')
  const place = rest.startsWith('//') ? undefined : parts.shift()
  const [bucket = '', ...path] = parts
  const key = path.join('/')
  const [wrong] = [...(place === undefined ? [] : [region.safeParse(place)]), bucketName.safeParse(bucket)].flatMap(
    ({ error }) => error?.issues ?? [],
  )
  if (wrong) return { problem: `${wrong.message}; it takes ${OBJECT_TAKES}` }
  if (!KEY.test(key)) return { problem: `it names no object of the bucket; it takes ${OBJECT_TAKES}` }
  return { kind: 'object', region: place, bucket, key }
}

const OBJECT_TAKES = 'oss://<bucket>/<key> or oss:<region>/<bucket>/<key>'

/** Whether `npm run build` puts the file into the folders of the functions: it lies below the folder of the project. */
export function isDeployed({ path }: Extract<ConfigLocation, { kind: 'file' }>): boolean {
  return !isAbsolute(path) && normalize(path).split(sep)[0] !== '..'
}
