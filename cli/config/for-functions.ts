import { loadConfig } from '../../shared/config/config.ts'
import type { Environment } from '../../shared/config/read-settings.ts'
import { problemInFunction } from '../../shared/config/secret.ts'
import { secretsElsewhere } from '../../shared/config/secrets-named.ts'
import { NO_STORE_OF_FUNCTIONS } from '../../shared/config/store-value.ts'
import type { Finding } from '../doctor/finding.ts'

/** A configuration without mistakes, as far as it could be read here. */
export interface ReadConfiguration {
  readonly env: Environment
  readonly cwd: string
  /** What CMK_CONFIG names is in OSS and was not read: it may hold the store. */
  readonly isPart: boolean
  /** The variables that functions get. */
  readonly passed: ReadonlySet<string>
}

/**
 * The values that commands on this machine can use and functions cannot. A mistake where CMK_DISPATCH says that the configuration is for functions, else a
 * warning: on a laptop, too, there is a template.
 */
export function unfitForFunctions({ env, cwd, isPart, passed }: ReadConfiguration): readonly Finding[] {
  const { store, dispatch } = loadConfig(env, { cwd, without: 'secrets' })
  const status = dispatch.kind === 'local' ? 'warning' : 'failed'
  const isStoreKnown = !isPart || Boolean(env.CMK_STORE)
  const secrets = secretsElsewhere(env, cwd).flatMap(({ pointer, where }): readonly Finding[] => {
    const problem = problemInFunction(pointer, passed)
    return problem === undefined
      ? []
      : [{ check: 'functions', status, what: `${where}: ${problem}`, advice: adviceFor(where) }]
  })
  return [
    ...(store.kind === 'sqlite' && isStoreKnown
      ? [{ check: 'functions', status, what: NO_STORE_OF_FUNCTIONS } satisfies Finding]
      : []),
    ...secrets,
  ]
}

/** The auditor, who needs the external id, reads no secret of KMS. */
function adviceFor(variable: string): string {
  const also = variable === 'CMK_EXTERNAL_ID' ? '' : ', or kms-secret:NAME'
  return `Write the value itself${also}.`
}
