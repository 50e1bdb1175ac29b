import { resolveSecret } from '../config/secret.ts'
import { type Message, message } from '../domain/messages/message.ts'
import { type Proxies, readProxies } from '../net/proxy.ts'
import { proxyAdvice, proxyFaultIn } from '../net/proxy-error.ts'
import type { CredentialSource, Credentials } from './credential-source.ts'
import { CachedCredentials } from './credentials.ts'
import { defaultExport } from './default-export.ts'
import { CloudError } from './errors.ts'

/** Variables by name: the process's, or an invocation's. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The caller's own credentials: from the environment given, which may say where a secret is (`env:NAME`, `file:PATH`), else from the
 * SDK's default chain (OIDC, profiles, instance role, URI). Renewing reads them again.
 */
export function ownCredentials(env: Environment): CredentialSource {
  return new CachedCredentials(async () => fromEnvironment(env) ?? (await fromChain(readProxies(env).proxies)))
}

/** Whether the environment holds a pair of keys; else the default chain is asked. */
export function isInEnvironment(env: Environment): boolean {
  return Boolean(env.ALIBABA_CLOUD_ACCESS_KEY_ID && env.ALIBABA_CLOUD_ACCESS_KEY_SECRET)
}

function fromEnvironment(env: Environment): Credentials | undefined {
  const read = (name: string) => {
    const value = env[name]
    if (value === undefined || value === '') return undefined
    const secret = resolveSecret(value, env)
    if ('value' in secret) return secret.value
    throw noCredentials(message('secret-unusable', { variable: name, problem: secret.problem }))
  }
  const accessKeyId = read('ALIBABA_CLOUD_ACCESS_KEY_ID')
  const accessKeySecret = read('ALIBABA_CLOUD_ACCESS_KEY_SECRET')
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined
  const securityToken = read('ALIBABA_CLOUD_SECURITY_TOKEN')
  return { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) }
}

async function fromChain(proxies: Proxies): Promise<Credentials> {
  const [{ default: sdk }, { throughProxies }] = await Promise.all([
    import('@alicloud/credentials'),
    import('./sdk-proxy.ts'),
  ])
  const Chain = defaultExport(sdk)
  try {
    // A new client each time: a kept one would give the session that has just been refused.
    const found = await throughProxies(proxies, () => new Chain().getCredential())
    if (found.accessKeyId && found.accessKeySecret) {
      const { accessKeyId, accessKeySecret, securityToken } = found
      return { accessKeyId, accessKeySecret, ...(securityToken ? { securityToken } : {}) }
    }
  } catch (error) {
    // The chain's message lists every place that it looked in, with file contents among them: the advice says what matters.
    const byProxy = proxyFaultIn(error instanceof Error ? error.message : '')
    if (byProxy !== undefined && proxies.https) throw noCredentials(proxyAdvice(byProxy, proxies.https), byProxy)
  }
  throw noCredentials()
}

function noCredentials(advice: Message = message('set-credentials'), code = 'NoCredentials'): CloudError {
  return new CloudError({
    ...{ service: 'credentials', action: 'GetCredentials', region: '' },
    ...{ kind: 'denied', code, advice },
  })
}
