/** The kinds of tests, the slowest first. CONTRIBUTING.md says what each may do and how long it may take. */
export const KINDS = ['e2e', 'integration', 'unit'] as const
export type Kind = (typeof KINDS)[number]

/** The kind of a test file, which the end of its name says. */
export function kindOf(file: string): Kind {
  return KINDS.find((kind) => file.endsWith(`.${kind}.test.ts`)) ?? 'unit'
}
