import { MissingFunctions } from '../../functions/run/fan-out/siblings.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { FunctionsPlace } from '../../shared/cloud/fc/functions.ts'
import { deploymentsFrom } from '../../shared/config/deployed-variables.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { STAGE_FUNCTIONS } from '../../shared/ram/permissions.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { Finding } from './finding.ts'
import { adviceOf, type DoctorServices, failureIn } from './services.ts'

/** Whether the functions to which CMK_DISPATCH sends the jobs of a night are there, and may be seen; nothing where it is local. */
export async function checkFunctions(
  services: DoctorServices,
  folder: Pick<Terminal, 'env' | 'cwd'>,
): Promise<readonly Finding[]> {
  const check = 'functions'
  const {
    config: { dispatch },
    cloud,
    within,
  } = services
  if (dispatch.kind === 'local') return []
  const names = namesOf(dispatch.kind, folder)
  try {
    const { accountId } = await cloud.caller({ signal: within })
    const functions = cloud.functions({ ...dispatch, accountId })
    const there = await Promise.all(names.map((name) => functions.find(name, { signal: within })))
    const missing = names.filter((_, at) => !there[at])
    if (missing.length === 0) return [{ check, status: 'ok', what: `CMK_DISPATCH: ${names.join(', ')} are there` }]
    const what = inEnglish(new MissingFunctions(missing, dispatch).summary)
    return [{ check, status: 'failed', what, advice: inEnglish(message('function-missing')) }]
  } catch (caught) {
    const failure = failureIn(caught, CloudError, services)
    // The right is that of the functions' own role: whoever asks here may well lack it.
    const status = failure.kind === 'denied' ? 'warning' : 'failed'
    const what = `CMK_DISPATCH: whether its functions are there cannot be told: ${inEnglish(failure.summary)}`
    return [{ check, status, what, advice: adviceOf(failure) }]
  }
}

/** What the template in the folder of the project calls the functions of the stages, or else what it does as it is delivered. */
function namesOf(kind: FunctionsPlace['kind'], { env, cwd }: Pick<Terminal, 'env' | 'cwd'>): readonly string[] {
  const template = kind === 'fc2' ? /\bs\.fc2\.yaml\b/ : /\bs\.yaml\b/
  const names = deploymentsFrom(cwd, env)
    .flatMap((each) => ('functions' in each && template.test(each.template) ? each.functions : []))
    .flatMap(({ functionName }) => functionName)
    .filter((name) => /(inventory|usage|assess)$/.test(name))
  return names.length > 0 ? names : STAGE_FUNCTIONS
}
