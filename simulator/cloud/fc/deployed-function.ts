/** A function of Function Compute that is deployed in a region of an account. */
export interface DeployedFunction {
  name: string
  /** Of version 2.0; absent: the function is one of 3.0, which knows no services. */
  service?: string
  /** `maxAsyncRetryAttempts`: how often an invocation is repeated that failed in the function. */
  retries: number
  /** `maxAsyncEventAgeInSeconds`: an invocation that has waited longer is dropped. */
  maxAge: number
  /** `asyncTask` (3.0), `statefulInvocation` (2.0): invocations are tasks, whose ids are told apart. */
  isTask: boolean
  /** Instances that it may have at once, one invocation each. */
  maxInstances: number
}

/** A function as the vendor's defaults have it, but for tasks, which are off there. */
export function deployedFunction(name: string, fields: Partial<DeployedFunction> = {}): DeployedFunction {
  return { name, retries: 3, maxAge: 86_400, isTask: true, maxInstances: 100, ...fields }
}
