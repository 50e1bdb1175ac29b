/** A text as SQL writes it. Only this program's own words and checked ids are ever written so. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

export function sqlList(values: Iterable<string>): string {
  return `(${[...values].map(sqlText).join(', ')})`
}

/** True where a part of the text is like the pattern. */
export function like(subject: string, pattern: string): string {
  return `regexp_like(${subject}, ${sqlText(pattern)})`
}

/** `case when … then … else … end`; the first that is true counts. */
export function firstOf(cases: readonly (readonly [condition: string, value: string])[], otherwise: string): string {
  return `case ${cases.map(([condition, value]) => `when ${condition} then ${value}`).join(' ')} else ${otherwise} end`
}
