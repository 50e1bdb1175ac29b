import { apiToken, externalId, stateToken } from './api-token.ts'
import { heartbeatUrl } from './heartbeat-url.ts'
import type { Environment } from './read-settings.ts'
import { SOURCE_EXPECTED, sourceReason, sourceValue } from './source-value.ts'
import { storeHint, storeReason, storeValue } from './store-value.ts'
import { variable } from './variables.ts'

/** What the variables are bound to whose values depend on others, or on files. */
export interface Bound {
  readonly env: Environment
  /** Where relative paths start. */
  readonly cwd: string
  readonly values: ReadonlyMap<string, string>
}

/** The variables that are read with others, besides CMK_CHANNELS, which is a list of its own. */
export function boundVariables({ env, cwd, values }: Bound) {
  return {
    CMK_STORE: variable({
      expects:
        '`sqlite:<file>` or `tablestore:<endpoint>` (with CMK_TABLESTORE_INSTANCE where the host does not begin with it)',
      schema: storeValue(cwd, values.get('CMK_TABLESTORE_INSTANCE')),
      fallback: 'sqlite:cmk-readiness.db',
      hint: storeHint,
      reason: storeReason(values.get('CMK_TABLESTORE_INSTANCE')),
      // Somebody may have written a name and a password into the address.
      secret: values.get('CMK_STORE')?.includes('@') ?? false,
    }),
    CMK_SOURCE: variable({
      expects: SOURCE_EXPECTED,
      schema: sourceValue(cwd),
      fallback: 'lookup',
      reason: sourceReason,
    }),
    CMK_EXTERNAL_ID: variable({
      expects: '2 to 1224 letters, digits and any of _+=,.@:/- (or env:NAME or file:PATH)',
      schema: externalId(env, cwd),
      fallback: '',
      secret: true,
    }),
    CMK_API_TOKEN: variable({
      expects:
        'a token of at least 16 characters without spaces (or env:NAME, file:PATH or kms-secret:NAME), or `trigger` where Function Compute authenticates callers',
      schema: apiToken(env, cwd),
      fallback: '',
      secret: true,
    }),
    CMK_STATE_TOKEN: variable({
      expects:
        'a token of at least 16 characters without spaces (or env:NAME, file:PATH or kms-secret:NAME), and not that of CMK_API_TOKEN',
      schema: stateToken(env, cwd),
      fallback: '',
      secret: true,
    }),
    CMK_HEARTBEAT_URL: variable({
      expects: 'an http or https URL (or env:NAME, file:PATH or kms-secret:NAME), such as https://hc-ping.com/<id>',
      schema: heartbeatUrl(env, cwd),
      fallback: '',
      secret: true,
    }),
  }
}
