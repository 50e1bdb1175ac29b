import { normalForm } from './normal-form.ts'

/**
 * The words that the API of KMS knows for each fact of a key (DescribeKey, ListKeys' Filters; key states and what they let happen:
 * help.aliyun.com/document_detail/44211.html). `Unavailable` is not among them: an error code names it, and no page says what it means.
 */
export const KEY_WORDS = {
  keyState: ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'],
  keyUsage: ['ENCRYPT/DECRYPT', 'SIGN/VERIFY'],
  origin: ['Aliyun_KMS', 'EXTERNAL'],
  automaticRotation: ['Enabled', 'Disabled', 'Suspended'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type WordedFact = keyof typeof KEY_WORDS
export const WORDED_FACTS: readonly WordedFact[] = ['keyState', 'keyUsage', 'origin', 'automaticRotation']

/** True for a word as the vendor writes it, which is how rules ask for it. */
export function isKeyWord(fact: WordedFact, text: string): boolean {
  return KEY_WORDS[fact].some((word) => word === text)
}

/** The documented word that a text is, whatever its letter case and surrounding space; undefined: a word that nobody knows. */
export function keyWord(fact: WordedFact, text: string): string | undefined {
  const form = normalForm(text)
  return KEY_WORDS[fact].find((word) => normalForm(word) === form)
}

/** Kinds of key specs by the shape of their names: the vendor adds lengths and curves, and seldom a kind. */
const SPECS = [
  { kind: 'symmetric', shape: /^aliyun_(aes_\d{3}|sm4)$/, usages: ['ENCRYPT/DECRYPT'] },
  { kind: 'asymmetric', shape: /^(rsa_\d{4}|ec_sm2)$/, usages: ['ENCRYPT/DECRYPT', 'SIGN/VERIFY'] },
  { kind: 'asymmetric', shape: /^ec_p\d{3}k?$/, usages: ['SIGN/VERIFY'] },
] as const

export interface KeySpec {
  /** As the vendor writes it: `Aliyun_AES_256`, `EC_P256`. */
  readonly name: string
  readonly kind: 'symmetric' | 'asymmetric'
  /** What keys of the kind can be for. */
  readonly usages: readonly string[]
}

/** The key spec that a text names; undefined: of no kind that is known. */
export function readKeySpec(text: string): KeySpec | undefined {
  const form = normalForm(text)
  const spec = SPECS.find(({ shape }) => shape.test(form))
  const name = form.toUpperCase().replace(/^ALIYUN_/, 'Aliyun_')
  return spec && { name, kind: spec.kind, usages: spec.usages }
}

/** Ids of KMS instances. Whatever else stands in DKMSInstanceId does not say that a key is in one, nor that it is in none. */
export function isInstanceId(text: string): boolean {
  return /^kst-[\w*-]+$/.test(normalForm(text))
}

/** A longer word is cut: it comes from outside. */
const MAX_WORD = 40

/** A word from outside as a sentence can show it: in quotation marks, on one line, short. */
export function quoted(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]/gu, '').replaceAll('"', "'")
  return `"${plain.length > MAX_WORD ? `${plain.slice(0, MAX_WORD)}…` : plain}"`
}
