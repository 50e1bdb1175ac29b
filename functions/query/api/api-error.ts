const STATUS = {
  'bad-request': 400,
  unauthorized: 401,
  'api-token-not-set': 403,
  'state-token-not-set': 403,
  'cross-site': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'ambiguous-key': 409,
  conflict: 409,
  'answer-too-large': 413,
  'body-too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  'headers-too-large': 431,
  internal: 500,
  'no-audit-yet': 503,
  'store-busy': 503,
} as const

/** What went wrong, for programs: more may be added, these stay. */
export type ErrorCode = keyof typeof STATUS
export const ERROR_CODES = Object.keys(STATUS) as readonly ErrorCode[]

/** A request that is answered with an error. The message is for whoever asked: it says nothing of files, hosts or tokens. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.headers = headers
  }

  get status(): number {
    return STATUS[this.code]
  }
}
