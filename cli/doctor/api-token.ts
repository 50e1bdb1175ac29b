import type { Config } from '../../shared/config/settings.ts'
import type { Finding } from './finding.ts'

const WHAT: Record<Config['apiToken']['kind'], string> = {
  none: 'CMK_API_TOKEN is not set: the HTTP API refuses everyone (commands need no token)',
  trigger: 'the HTTP API admits callers that the trigger of Function Compute has authenticated',
  token: 'the HTTP API admits callers that have the token',
}

export function describeApiToken({ apiToken }: Config): Finding {
  return { check: 'api token', status: 'ok', what: WHAT[apiToken.kind] }
}
