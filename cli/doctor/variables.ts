import {
  deploymentsFrom,
  describeDeployment,
  sizeOf,
  VARIABLES_ADVICE,
} from '../../shared/config/deployed-variables.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { Finding } from './finding.ts'

/** How the variables of this environment would fit into functions; nothing outside of the project's folder. */
export function describeVariables({ env, cwd }: Pick<Terminal, 'env' | 'cwd'>): readonly Finding[] {
  return deploymentsFrom(cwd, env).map((deployment): Finding => {
    if ('problem' in deployment) return { check: 'variables', status: 'warning', what: deployment.problem }
    const what = describeDeployment(deployment)
    if (sizeOf(deployment.functions) === 'fits') return { check: 'variables', status: 'ok', what }
    return { check: 'variables', status: 'warning', what, advice: VARIABLES_ADVICE }
  })
}
