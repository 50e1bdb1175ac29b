import { EXIT } from '../exit-status.ts'

/** What is checked, in the order in which it is printed. */
export type Check =
  | 'configuration'
  | 'file'
  | 'functions'
  | 'variables'
  | 'network'
  | 'proxy'
  | 'credentials'
  | 'clock'
  | 'accounts'
  | 'regions'
  | 'endpoints'
  | 'services'
  | 'permissions'
  | 'resources'
  | 'trail'
  | 'source'
  | 'store'
  | 'last night'
  | 'channels'
  | 'heartbeat'
  | 'api token'
  | 'state token'
  | 'secrets'

/** One line of `doctor`. Holds no secret. */
export interface Finding {
  readonly check: Check
  /** `skipped`: not tried, and the line says why. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly what: string
  /** What to do about it. */
  readonly advice?: string
  /** An audit could judge nothing because of it. */
  readonly fatal?: true
}

/** What `doctor` exits with: warnings do no harm, and what is not fatal leaves an audit that judges something. */
export function exitStatusOf(findings: readonly Finding[]) {
  const failed = findings.filter(({ status }) => status === 'failed')
  if (failed.some(({ check }) => check === 'configuration')) return EXIT.usage
  if (failed.some(({ fatal }) => fatal)) return EXIT.failed
  return failed.length > 0 ? EXIT.incomplete : EXIT.done
}
