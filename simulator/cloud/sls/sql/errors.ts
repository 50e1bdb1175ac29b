import { Refusal } from '../../http/refusal.ts'
import { parameterInvalid } from '../refusals.ts'
import { placeOf } from './tokens.ts'

/** What DuckDB says about a statement, and what the service says instead. */
const WORDS: readonly (readonly [RegExp, (found: RegExpExecArray, place: (name: string) => string) => string])[] = [
  [
    /Referenced (?:column|table) "([^"]+)" not found|Table "[^"]*" does not have a column named "([^"]+)"/,
    ([, first, second], place) => {
      const name = first ?? second ?? ''
      return `${place(name)}Column '${name}' cannot be resolved;please add the column in the index attribute`
    },
  ],
  [
    /Cannot extract field '([^']+)' from expression "([^"]+)"/,
    ([, field, from], place) =>
      `${place(from ?? '')}Column '${from}.${field}' cannot be resolved;please add the column in the index attribute`,
  ],
  [
    /column "([^"]+)" must appear in the GROUP BY clause/,
    ([, name = ''], place) =>
      `${place(name)}Column '${name}' not in GROUP BY clause;please add the column in the index attribute`,
  ],
  [/Table with name (\S+) does not exist/, ([, name = ''], place) => `${place(name)}Table log.${name} does not exist`],
  [/Malformed JSON/, () => 'INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON'],
  [/syntax error at or near "([^"]*)"/, ([, near = ''], place) => `${place(near)}mismatched input '${near}'`],
]

/** Errors of DuckDB that are about the statement. What else goes wrong is a defect of the simulation. */
const ABOUT_STATEMENT =
  /^(?:Binder|Parser|Catalog|Conversion|Invalid Input|Invalid type|Mismatch Type|Out of Range|Not implemented|Invalid Expression) Error/i

/** The refusal that an error of DuckDB becomes; any other error as it is. */
export function refusalOf(error: unknown, sql: string | undefined): unknown {
  if (error instanceof Refusal || sql === undefined || !(error instanceof Error)) return error
  const [text = ''] = error.message.split('\n')
  if (!ABOUT_STATEMENT.test(text)) return error
  const place = (name: string) => {
    const at = sql.indexOf(name)
    return at < 0 || name === '' ? '' : `${placeOf(sql, at > 0 && sql[at - 1] === '"' ? at - 1 : at)}: `
  }
  for (const [pattern, say] of WORDS) {
    const found = pattern.exec(error.message)
    if (found) return parameterInvalid(say(found, place))
  }
  return parameterInvalid(text.replace(/^\w+(?: \w+)? Error: /, ''))
}
