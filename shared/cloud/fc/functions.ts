import type { DispatchConfig } from '../../config/dispatch-value.ts'
import type { CallOptions } from '../credential-source.ts'

/** Where functions are that are invoked; `accountId` is the one of the functions. */
export type FunctionsPlace = Exclude<DispatchConfig, { kind: 'local' }> & { readonly accountId: string }

/** A task id of ours: of Function Compute's own form, deterministic in whatever must not be done twice. */
export type TaskId = string

/** What became of an asynchronous invocation: `already` where the service knows the task id. */
export type Accepted = 'dispatched' | 'already'

/** Functions of Function Compute, invoked asynchronously: it queues, retries what failed in the function, and scales. */
export interface Functions {
  /**
   * Puts an invocation into the function's queue; `already` where it has been there under this task id, which is as good. Throws a `CloudError`,
   * and a `RangeError` for a payload that no function takes.
   */
  invoke(functionName: string, payload: unknown, taskId: TaskId, options?: CallOptions): Promise<Accepted>
  /** False where the service says that there is no such function. Throws a `CloudError` where it does not say. */
  find(functionName: string, options?: CallOptions): Promise<boolean>
  /**
   * False where the service says that there is no such function. True also where it does not say: whoever may not ask finds out by the first
   * invocation.
   */
  exists(functionName: string, options?: CallOptions): Promise<boolean>
}
