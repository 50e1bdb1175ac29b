import { type ConfigLocation, isDeployed, readConfigLocation } from '../../shared/config/config-location.ts'
import {
  type DeployedFunction,
  type Deployment,
  deploymentsFrom,
  MAX_VARIABLE_BYTES,
  sizeOf,
  VARIABLES_ADVICE,
} from '../../shared/config/deployed-variables.ts'
import { offlineProblems } from '../../shared/config/offline.ts'
import type { Finding } from '../doctor/finding.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { checkFile } from './check-file.ts'
import { unfitForFunctions } from './for-functions.ts'

type Place = Pick<Terminal, 'env' | 'cwd'>

/** What is wrong with the configuration, and what would be deployed of it. Nobody is asked. `given`: a file in place of what CMK_CONFIG names. */
export function checkOffline(given: string | undefined, place: Place): readonly Finding[] {
  const { env, cwd } = place
  const named = env.CMK_CONFIG || undefined
  const location = named === undefined ? undefined : readConfigLocation(named)
  const file = given ?? (kindOf(location) === 'file' ? named : undefined)
  const checked = file === undefined ? undefined : checkFile(file, named ?? file, place)
  const problems = checked?.problems ?? offlineProblems({ ...env, CMK_CONFIG: undefined }, cwd)
  const deployments = deploymentsFrom(cwd, env)
  const size = checked && `${file}: ${checked.keys} keys, ${checked.bytes} bytes`
  return [
    ...problems.map((what): Finding => ({ check: 'configuration', status: 'failed', what })),
    ...(problems.length > 0
      ? []
      : [
          VALID,
          ...unfitForFunctions({
            ...{ env: { ...env, CMK_CONFIG: file }, cwd, passed: passedOn(deployments, env) },
            isPart: file === undefined && kindOf(location) === 'object',
          }),
        ]),
    ...(size === undefined ? [] : [{ check: 'file', status: 'ok', what: size } as const]),
    ...(named === undefined ? withoutName(file) : deploymentOf(named, location, file)),
    ...deployments.flatMap((deployment): readonly Finding[] =>
      'problem' in deployment
        ? [{ check: 'variables', status: 'warning', what: deployment.problem }]
        : [...variablesOf(deployment), ...notPassedOn(deployment, env)],
    ),
  ]
}

/** The variables that functions get: where no template says, those of this program. */
function passedOn(deployments: ReturnType<typeof deploymentsFrom>, env: Place['env']): ReadonlySet<string> {
  const functions = deployments.flatMap((each) => ('functions' in each ? each.functions : []))
  const names =
    functions.length > 0
      ? functions.flatMap(({ variables }) => Object.keys(variables))
      : Object.keys(env).filter((name) => /^CMK_/.test(name))
  return new Set(names)
}

const VALID: Finding = {
  check: 'configuration',
  status: 'ok',
  what: 'every value is valid, as far as this machine can tell; values in KMS were not read',
}

/** What cannot be right passes for a file: it is a problem of CMK_CONFIG then. */
function kindOf(location: ReturnType<typeof readConfigLocation> | undefined): ConfigLocation['kind'] {
  return location !== undefined && 'kind' in location ? location.kind : 'file'
}

function withoutName(file: string | undefined): readonly Finding[] {
  if (file === undefined)
    return [{ check: 'file', status: 'ok', what: 'CMK_CONFIG is not set: functions get variables alone' }]
  const what = `CMK_CONFIG is not set: no function reads ${file}`
  return [{ check: 'file', status: 'warning', what, advice: `Set CMK_CONFIG to ${file}, or to where you put it.` }]
}

/** What becomes of the file when the functions are deployed. */
function deploymentOf(
  named: string,
  location: ConfigLocation | { readonly problem: string } | undefined,
  file: string | undefined,
): readonly Finding[] {
  if (location === undefined || 'problem' in location) return []
  if (location.kind !== 'file') {
    const what = `functions read ${named} in every invocation; nothing of it is deployed`
    if (file !== undefined) return [{ check: 'file', status: 'ok', what }]
    const advice = 'Name a copy of it on this machine: config check <file>.'
    return [{ check: 'file', status: 'skipped', what: `${what}, and what it holds was not checked`, advice }]
  }
  if (isDeployed(location))
    return [{ check: 'file', status: 'ok', what: `npm run build puts ${named} into the folder of each function` }]
  const what = `npm run build leaves ${named} where it is: functions look for a file of that path in their own machine`
  return [{ check: 'file', status: 'warning', what, advice: 'Name it by a path below the folder of the project.' }]
}

const STATUS = { fits: 'ok', near: 'warning', over: 'failed' } as const

/** The variables that functions would get, and their bytes; functions with the same ones stand together. */
function variablesOf({ template, functions }: Deployment): readonly Finding[] {
  const alike = new Map<string, DeployedFunction[]>()
  for (const each of functions) {
    const key = JSON.stringify(each.variables)
    alike.set(key, [...(alike.get(key) ?? []), each])
  }
  return [...alike.values()].map((group): Finding => {
    const [{ variables, bytes } = { variables: {}, bytes: 0 }] = group
    const set = Object.entries(variables).filter(([, value]) => value !== '')
    const sizes = set.map(([name, value]) => `${name} ${Buffer.byteLength(name + value)}`)
    const names = group.map(({ name }) => name).join(', ')
    const parts = [...sizes, 'names without a value'].join(', ')
    const what = `${names}: ${bytes} of ${MAX_VARIABLE_BYTES} bytes: ${parts} (${template})`
    const size = sizeOf(group)
    return {
      ...{ check: 'variables', status: STATUS[size], what },
      ...(size === 'fits' ? {} : { advice: VARIABLES_ADVICE }),
    }
  })
}

/** What is set here and reaches no function, which nobody would notice. */
function notPassedOn({ template, functions }: Deployment, env: Place['env']): readonly Finding[] {
  const passed = passedOn([{ template, functions }], env)
  const left = Object.keys(env).filter((name) => /^CMK_/.test(name) && env[name] !== '' && !passed.has(name))
  if (left.length === 0) return []
  const what = `${left.sort().join(', ')}: set here, and no function of ${template} gets it`
  return [{ check: 'variables', status: 'warning', what, advice: 'Put it into the file, or into the template.' }]
}
