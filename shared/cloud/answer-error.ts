import { normalForm } from '../domain/normal-form.ts'
import { classify } from './classify.ts'
import { membersOf } from './members.ts'
import { plainWord, type SdkFault } from './sdk-fault.ts'

/** Codes and messages of an answer that is well; an HTTP status of success is one as well. */
const FINE: ReadonlySet<string> = new Set([
  '',
  '0',
  'ok',
  'success',
  'succeeded',
  'successful',
  'false',
  'null',
  'none',
])
/** Values of `Success`; any other is no. */
const YES: ReadonlySet<string> = new Set(['', '1', 'true', 'yes', 'ok', 'success'])
const STATUS = /^[1-5]\d\d$/

/**
 * The error in an answer that came with HTTP 200: `Success` is no, or a code or message of an error stands beside the data or in place of
 * it. It means what it would have meant with a status of its own. Undefined: the answer tells of none.
 */
export function errorInAnswer(answer: unknown): SdkFault | undefined {
  const members = membersOf(answer)
  const inner = members.get('error')
  if (typeof inner === 'object' && inner !== null)
    for (const [name, value] of membersOf(inner)) members.set(name, value)
  const text = (name: string) => asText(members.get(name))
  const [code = ''] = [text('code'), text('errorcode'), typeof inner === 'object' ? '' : text('error')].filter(isBad)
  const failed = !YES.has(normalForm(text('success')))
  // A message beside a stated success, or beside a code of success, is no error.
  const explained = text('success') !== '' || text('code') !== ''
  const hasMessage = !explained && [text('message'), text('errormessage')].some(isBad)
  if (code === '' && !failed && !hasMessage) return undefined
  const requestId = plainWord(text('requestid'))
  const said = STATUS.test(code) ? code : text('httpstatus')
  const status = STATUS.test(said) ? Number(said) : undefined
  const name = STATUS.test(code) || code === '' ? undefined : (plainWord(code) ?? 'UnreadableCode')
  return {
    kind: name === undefined && status === undefined ? 'server' : classify(name ?? '', status),
    code: name ?? (status === undefined ? 'Unsuccessful' : `HTTP${status}`),
    ...(requestId === undefined ? {} : { requestId }),
  }
}

function isBad(text: string): boolean {
  const word = normalForm(text)
  return !FINE.has(word) && !/^[12]\d\d$/.test(word)
}

function asText(value: unknown): string {
  return typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? `${value}`
      : ''
}
