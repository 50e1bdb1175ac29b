import fc from 'fast-check'

const INVISIBLE = ['', '\u200b', '\u200d', '\ufeff', '\u00ad', '\u0000', '\u2060']

/** A name in another case, with spaces around it and characters that no reader sees in it. */
export function spelledAs(
  name: string,
  prefixes: readonly string[] = ['', 'kms:', 'KMS:', 'acs:kms:'],
): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...INVISIBLE)), {
        minLength: name.length,
        maxLength: name.length,
      }),
      fc.constantFrom('', ' ', '\t', '\u3000', '\u00a0'),
      fc.constantFrom(...prefixes),
    )
    .map(([changes, space, prefix]) => {
      const letters = [...name].map((letter, n) => {
        const [isUpper, invisible] = changes[n] ?? [false, '']
        return `${isUpper ? letter.toUpperCase() : letter.toLowerCase()}${invisible}`
      })
      return `${space}${prefix}${letters.join('')}${space}`
    })
}
