import type { CallerIdentity } from '../../shared/cloud/cloud.ts'
import type { Credentials } from '../../shared/cloud/credential-source.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { isInEnvironment, ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { SECOND } from '../../shared/domain/time.ts'
import type { Finding } from './finding.ts'
import { adviceOf, type DoctorServices, failureIn } from './services.ts'

const KIND: Record<CallerIdentity['kind'], string> = {
  root: 'the account itself (root)',
  user: 'a RAM user',
  role: 'a RAM role',
  unknown: 'an identity of a kind that is not known',
}

/** Whether there are credentials, from where, and whose they are. `known`: everything else that needs them can be tried. */
export async function checkCredentials(
  services: DoctorServices,
): Promise<{ readonly known: boolean; readonly findings: readonly Finding[] }> {
  const check = 'credentials'
  const { env, cloud, within } = services
  const from = isInEnvironment(env) ? 'the environment' : "the SDK's default chain"
  try {
    const { securityToken } = await inTime(ownCredentials(env).get(), within)
    const caller = await cloud.caller({ signal: within })
    const kind = securityToken === undefined ? 'a long-lived access key' : 'temporary ones'
    const what = `${kind} from ${from}, of ${KIND[caller.kind]} in account ${caller.accountId}${caller.arn === '' ? '' : `: ${caller.arn}`}`
    return { known: true, findings: [caller.kind === 'root' ? broadPrivileges(what) : { check, status: 'ok', what }] }
  } catch (caught) {
    const failure = failureIn(caught, CloudError, services)
    const what =
      failure.service === 'credentials'
        ? "there are none, neither in the environment nor in the SDK's default chain"
        : `those from ${from} do not work: ${inEnglish(failure.summary)}`
    return { known: false, findings: [{ check, status: 'failed', what, advice: adviceOf(failure), fatal: true }] }
  }
}

function broadPrivileges(what: string): Finding {
  return {
    check: 'credentials',
    status: 'warning',
    what,
    advice:
      'Use a RAM role or user with the read-only permissions of docs/deploy.md: nothing can be denied to the account itself.',
  }
}

/** The default chain asks one place after the other and takes no signal. */
function inTime(search: Promise<Credentials>, within: AbortSignal): Promise<Credentials> {
  return new Promise((resolve, reject) => {
    const late = AbortSignal.any([within, AbortSignal.timeout(CHAIN_WITHIN)])
    late.addEventListener('abort', () => reject(TOO_LATE), { once: true })
    search.then(resolve, reject)
  })
}

/** Milliseconds. */
const CHAIN_WITHIN = 20 * SECOND
const TOO_LATE = new CloudError({
  ...{ service: 'credentials', action: 'GetCredentials', region: '', kind: 'timeout', code: 'Timeout' },
  advice: message('credential-chain-silent'),
})
