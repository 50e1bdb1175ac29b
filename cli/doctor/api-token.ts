import type { Config } from '../../shared/config/settings.ts'
import type { Finding } from './finding.ts'

const WHAT: Record<Config['apiToken']['kind'], string> = {
  none: 'CMK_API_TOKEN is not set: the HTTP API refuses everybody (commands need none)',
  trigger: 'the HTTP API lets in whom the trigger of Function Compute lets in',
  token: 'the HTTP API lets in who has the token',
}

export function describeApiToken({ apiToken }: Config): Finding {
  return { check: 'api token', status: 'ok', what: WHAT[apiToken.kind] }
}
