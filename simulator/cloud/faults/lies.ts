import type { Fault, FaultWhere, Rewrite } from './fault.ts'

/** Answers that are well formed and are not about what was asked, or tell of an error with HTTP 200. */

/** Every occurrence of a text in the answer reads otherwise. */
export function says(text: string | RegExp, instead: string): Rewrite {
  return {
    kind: 'rewrite',
    rewrite: (answer) => JSON.parse(JSON.stringify(answer).replaceAll(globalOf(text), instead)),
  }
}

/** Members stand beside those of the answer, or in their place. */
export function with200(members: Readonly<Record<string, unknown>>): Rewrite {
  return { kind: 'rewrite', rewrite: (answer) => ({ ...answer, ...members }) }
}

/** The answer has these members and no other but its RequestId. */
export function only200(members: Readonly<Record<string, unknown>>): Rewrite {
  return { kind: 'rewrite', rewrite: ({ RequestId }) => ({ RequestId, ...members }) }
}

/** KeyMetadata has other values. */
export function describedAs(keyId: string, members: Readonly<Record<string, unknown>>): Fault {
  const rewrite = (answer: Record<string, unknown>) => ({
    ...answer,
    KeyMetadata: { ...(answer.KeyMetadata as Record<string, unknown>), ...members },
  })
  return { where: { action: 'DescribeKey', keyId }, effect: { kind: 'rewrite', rewrite } }
}

/** What matches the parameter Filters of ListKeys. */
export function filteredBy(key: string, value: string): FaultWhere {
  return { action: 'ListKeys', params: { Filters: JSON.stringify([{ Key: key, Values: [value] }]) } }
}

function globalOf(text: string | RegExp): string | RegExp {
  return typeof text === 'string' ? text : new RegExp(text.source, 'g')
}
