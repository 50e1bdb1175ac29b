import { KMS_REGIONS } from './kms-regions.ts'

/** How a value says that it is a secret in KMS. */
export const KMS_SECRET = 'kms-secret:'

/** What people write. */
export const KMS_SECRET_TAKES = 'kms-secret:[<region>/]<name>[#<field>]'

/** A secret in KMS Secrets Manager, or one field of it where it is JSON. */
export interface KmsSecret {
  /** Undefined: that of the function. */
  readonly region: string | undefined
  readonly name: string
  readonly field: string | undefined
}

/** 1 to 64 letters, digits and `_/+=.@-` (docs/vendor-facts.md, "KMS: values of secrets"). */
const NAME = /^[\w/+=.@-]{1,64}$/
const FIELD = /^[\w.-]{1,64}$/

/** Reads `kms-secret:[<region>/]<name>[#<field>]`; undefined where it is none. A name that itself begins with a region has one before it. */
export function readKmsSecret(pointer: string): KmsSecret | undefined {
  if (!pointer.startsWith(KMS_SECRET)) return undefined
  const [place = '', field, ...more] = pointer.slice(KMS_SECRET.length).split('#')
  const slash = place.indexOf('/')
  const region = KMS_REGIONS.find((each) => each === place.slice(0, slash))
  const name = region === undefined ? place : place.slice(slash + 1)
  if (!NAME.test(name) || (field !== undefined && !FIELD.test(field)) || more.length > 0) return undefined
  return { region, name, field }
}

/**
 * Where the options of a channel begin in a text with a pointer to KMS: behind its field. An option has a `=`, which no field has. Undefined:
 * at the first `#`, as everywhere.
 */
export function fieldEnd(text: string): number | undefined {
  return /^(?:[a-z]+:)?kms-secret:[^#]*#[\w.-]+(?=#|$)/.exec(text)?.[0].length
}
