import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Environment } from './read-settings.ts'

/** Bytes that the variables of a function may have in all (docs/vendor-facts.md, "Function Compute"). */
export const MAX_VARIABLE_BYTES = 4_096
/** From here on a warning: a channel or a few ranges more, and they no longer fit. */
const NEAR = 0.9 * MAX_VARIABLE_BYTES

/** What `s deploy` reads, in the project's folder. */
const TEMPLATES = ['s.yaml', 's.fc2.yaml']

/** The functions that templates of Serverless Devs deploy, with their variables. */
export interface Deployment {
  /** `s.yaml`, or several with the same variables: `s.yaml and s.fc2.yaml` */
  readonly template: string
  readonly functions: readonly DeployedFunction[]
}

export interface DeployedFunction {
  /** What the template calls it. */
  readonly name: string
  /** What it is called in Function Compute. */
  readonly functionName: string
  readonly variables: Readonly<Record<string, string>>
  /** Of all names and values, in UTF-8. */
  readonly bytes: number
}

/** What would be deployed from a folder with this environment; a problem for a template that is none. */
export function deploymentsFrom(
  folder: string,
  env: Environment,
): readonly (Deployment | { readonly problem: string })[] {
  const found = new Map<string, Deployment>()
  const problems: { readonly problem: string }[] = []
  for (const template of TEMPLATES.filter((each) => existsSync(join(folder, each)))) {
    try {
      const functions = functionsOf(readFileSync(join(folder, template), 'utf8'), env)
      const same = JSON.stringify(functions)
      const known = found.get(same)
      found.set(same, { template: known ? `${known.template} and ${template}` : template, functions })
    } catch {
      problems.push({ problem: `${template} cannot be read as a template of Serverless Devs` })
    }
  }
  return [...found.values(), ...problems]
}

/** How the variables of functions fit: as the function with most of them has it. */
export function sizeOf(functions: readonly DeployedFunction[]): 'fits' | 'near' | 'over' {
  const most = Math.max(0, ...functions.map(({ bytes }) => bytes))
  if (most > MAX_VARIABLE_BYTES) return 'over'
  return most >= NEAR ? 'near' : 'fits'
}

/** The function with most, in a line. */
export function describeDeployment({ template, functions }: Deployment): string {
  const [most] = [...functions].sort((a, b) => b.bytes - a.bytes)
  return `the variables of ${most?.name ?? 'no function'} have ${most?.bytes ?? 0} bytes, of ${MAX_VARIABLE_BYTES} that Function Compute takes of a function (${template})`
}

const variables = z.record(z.string(), z.coerce.string())
/** Of component fc3, and of fc. */
const resource = z.union([
  z
    .object({ props: z.object({ functionName: z.string().default(''), environmentVariables: variables }) })
    .transform(({ props }) => props),
  z
    .object({
      props: z.object({ function: z.object({ name: z.string().default(''), environmentVariables: variables }) }),
    })
    .transform(({ props: { function: of } }) => ({ ...of, functionName: of.name })),
])
const templateSchema = z.object({
  vars: z.record(z.string(), z.unknown()).default({}),
  resources: z.record(z.string(), resource),
})

function functionsOf(text: string, env: Environment): readonly DeployedFunction[] {
  const { vars, resources } = templateSchema.parse(parse(text, { merge: true }))
  const filled = (value: string): string =>
    value.replace(/\$\{(?:env\('(\w+)'(?:, '([^']*)')?\)|vars\.(\w+))\}/g, (_, name = '', fallback = '', of) =>
      of === undefined ? (env[name] ?? fallback) : filled(String(vars[of] ?? '')),
    )
  return Object.entries(resources).map(([name, { functionName, environmentVariables }]): DeployedFunction => {
    const set = Object.entries(environmentVariables).map(([each, value]) => [each, filled(value)] as const)
    const bytes = set.reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0)
    return { name, functionName: filled(functionName), variables: Object.fromEntries(set), bytes }
  })
}

/** What to do where variables do not fit, or hardly. */
export const VARIABLES_ADVICE =
  'Put the longest ones, such as CMK_OWN_CIDRS, CMK_ACCOUNTS and CMK_CHANNELS, into a file and name it in CMK_CONFIG: docs/configuration.md, "A file".'
