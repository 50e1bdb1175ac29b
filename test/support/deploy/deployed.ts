import * as z from 'zod'
import type { Rendered } from './preview.ts'

/** A function as a template deploys it, whichever generation of Function Compute it is for. */
export interface Deployed {
  readonly name: string
  readonly code: string
  readonly handler: string
  readonly runtime: string
  readonly role: string
  /** Seconds. */
  readonly timeout: number
  /** vCPU, and MB. */
  readonly cpu: number
  readonly memorySize: number
  readonly variables: Readonly<Record<string, string>>
  readonly logConfig: { readonly project: string; readonly logstore: string }
  /** Of Function Compute 3.0. */
  readonly vpc?: { readonly vpcId: string; readonly vSwitchIds: readonly string[]; readonly securityGroupId: string }
  readonly internetAccess: boolean
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
  readonly async?: {
    readonly maxAsyncRetryAttempts: number
    readonly maxAsyncEventAgeInSeconds: number
    /** Invocations are tasks, whose ids are told apart. */
    readonly isTask: boolean
    readonly onFailure: string | undefined
  }
  readonly triggers: readonly Trigger[]
}

const timer = z.strictObject({ cronExpression: z.string(), enable: z.literal(true), payload: z.string() })
const http = z.strictObject({ authType: z.enum(['anonymous', 'function']), methods: z.array(z.string()) })
export type Trigger =
  | { readonly type: 'timer'; readonly config: z.infer<typeof timer> }
  | { readonly type: 'http'; readonly config: z.infer<typeof http> }

const logConfig = z.strictObject({
  project: z.string(),
  logstore: z.string(),
  enableRequestMetrics: z.boolean(),
  enableInstanceMetrics: z.boolean(),
  logBeginRule: z.enum(['None', 'DefaultRegex']),
})
const retries = {
  maxAsyncRetryAttempts: z.number().int().min(0).max(8),
  maxAsyncEventAgeInSeconds: z.number().int().min(1).max(604_800),
}
const destination = z.string().regex(/^acs:fc:[a-z0-9-]+::(services\/[\w-]+\/)?functions\/[\w-]+$/)
const fc3Async = z
  .strictObject({
    ...retries,
    asyncTask: z.boolean().default(false),
    destinationConfig: z.strictObject({ onFailure: z.strictObject({ destination }) }).optional(),
  })
  .transform(({ asyncTask, destinationConfig, ...rest }) => ({
    ...{ ...rest, isTask: asyncTask, onFailure: destinationConfig?.onFailure.destination },
  }))
const fc2Async = z
  .strictObject({
    ...retries,
    statefulInvocation: z.boolean().default(false),
    destination: z.strictObject({ onFailure: destination }).optional(),
  })
  .transform(({ statefulInvocation, destination: to, ...rest }) => ({
    ...{ ...rest, isTask: statefulInvocation, onFailure: to?.onFailure },
  }))
const common = {
  description: z.string(),
  handler: z.string(),
  runtime: z.string(),
  cpu: z.number(),
  memorySize: z.number().int().multipleOf(64),
  diskSize: z.literal([512, 10_240]),
  timeout: z.number().int().max(86_400),
  environmentVariables: z.record(z.string(), z.string()),
}

/** The props of component fc3 that are used, and no others: its own schema lets unknown ones pass. */
const fc3 = z.strictObject({
  ...common,
  region: z.string(),
  functionName: z.string(),
  code: z.string(),
  role: z.string(),
  internetAccess: z.boolean(),
  vpcConfig: z.strictObject({ vpcId: z.string(), vSwitchIds: z.array(z.string()), securityGroupId: z.string() }),
  tags: z.array(z.strictObject({ key: z.string().min(1), value: z.string() })).max(20),
  logConfig,
  asyncInvokeConfig: fc3Async.optional(),
  triggers: z
    .array(
      z.union([
        z.strictObject({ triggerName: z.string(), triggerType: z.literal('timer'), triggerConfig: timer }),
        z.strictObject({ triggerName: z.string(), triggerType: z.literal('http'), triggerConfig: http }),
      ]),
    )
    .default([]),
})

/** The props of component fc that are used, as its publish.yaml has them. */
const fc2 = z.strictObject({
  region: z.string(),
  service: z.strictObject({
    name: z.string(),
    description: z.string(),
    role: z.string().regex(/^acs:ram::\d+:role\/.+$/),
    internetAccess: z.boolean(),
    logConfig,
  }),
  function: z.strictObject({
    ...common,
    name: z.string(),
    codeUri: z.string(),
    instanceConcurrency: z.literal(1),
    asyncConfiguration: fc2Async.optional(),
  }),
  triggers: z
    .array(
      z.union([
        z.strictObject({ name: z.string(), type: z.literal('timer'), config: timer }),
        z.strictObject({ name: z.string(), type: z.literal('http'), config: http }),
      ]),
    )
    .default([]),
})

/** Every function of a rendered template by the name of its resource. Throws where the template has what its component does not know. */
export function deployedOf({ resources }: Rendered): ReadonlyMap<string, Deployed> {
  return new Map(
    Object.entries(resources).map(([name, { component, props }]) => [
      name,
      component.startsWith('fc3@') ? ofFc3(fc3.parse(props)) : ofFc2(fc2.parse(props)),
    ]),
  )
}

function ofFc3({
  functionName,
  environmentVariables,
  asyncInvokeConfig,
  triggers,
  vpcConfig,
  ...rest
}: z.infer<typeof fc3>) {
  return {
    ...rest,
    name: functionName,
    variables: environmentVariables,
    vpc: vpcConfig,
    ...(asyncInvokeConfig && { async: asyncInvokeConfig }),
    triggers: triggers.map((each) => ({ type: each.triggerType, config: each.triggerConfig }) as Trigger),
  }
}

function ofFc2({ service, function: fn, triggers }: z.infer<typeof fc2>) {
  return {
    ...fn,
    code: fn.codeUri,
    role: service.role,
    internetAccess: service.internetAccess,
    logConfig: service.logConfig,
    variables: fn.environmentVariables,
    ...(fn.asyncConfiguration && { async: fn.asyncConfiguration }),
    triggers: triggers.map((each) => ({ type: each.type, config: each.config }) as Trigger),
  }
}
