import type { Config } from '../../shared/config/settings.ts'
import type { Finding } from './finding.ts'

const WHAT: Record<Config['apiToken']['kind'], string> = {
  none: 'CMK_API_TOKEN is not set: the HTTP API refuses everyone (commands need no token)',
  trigger: 'the HTTP API admits callers that the trigger of Function Compute has authenticated',
  token: 'the HTTP API admits callers that have the token',
}

/** Whether people may decide over HTTP. A token that is too short, or that reads too, is refused with the configuration. */
export function describeStateToken({ stateToken }: Config): Finding {
  const what =
    stateToken === null
      ? 'CMK_STATE_TOKEN is not set: nobody decides over HTTP or on pages (the command state needs no token)'
      : 'who has CMK_STATE_TOKEN may decide over HTTP and on pages; it is another than that of the API'
  return { check: 'state token', status: 'ok', what }
}

/** Who may read over HTTP. */
export function describeApiToken({ apiToken }: Config): Finding {
  return { check: 'api token', status: 'ok', what: WHAT[apiToken.kind] }
}
