import * as z from 'zod'
import type { CallOptions } from '../credential-source.ts'
import { CloudError } from '../errors.ts'
import type { ServiceClient } from '../service-client.ts'
import { invocationSchema, QUEUED } from './call.ts'
import type { Accepted, Functions, TaskId } from './functions.ts'

/** Bytes that an asynchronous invocation may carry (vendor's page "Limits": 128 KB). */
export const MAX_ASYNC_PAYLOAD = 128 * 1024
/** Invocations a second that are tried at most. */
export const FC_QPS = 50

/** Functions behind a `ServiceClient`, which paces calls and repeats what may pass: the task id makes a repetition harmless. */
export class InvokedFunctions implements Functions {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  async invoke(functionName: string, payload: unknown, taskId: TaskId, options?: CallOptions): Promise<Accepted> {
    const text = JSON.stringify(payload)
    const bytes = Buffer.byteLength(text)
    if (bytes > MAX_ASYNC_PAYLOAD) {
      throw new RangeError(`The payload of ${functionName} has ${bytes} bytes; an asynchronous one may have 131072.`)
    }
    const query = { functionName, payload: text, taskId }
    const { known } = await this.#client.call('InvokeFunction', query, invocationSchema, options, (answer, status) =>
      // A page of a proxy is no error to the SDKs, nor is a function that was run at once, even where it failed.
      answer.known || status === QUEUED ? undefined : { code: 'NotQueued', reported: `${status ?? ''}` },
    )
    return known ? 'already' : 'dispatched'
  }

  async find(functionName: string, options?: CallOptions): Promise<boolean> {
    try {
      await this.#client.call('GetFunction', { functionName }, z.object({}), options)
      return true
    } catch (error) {
      if (isMissingFunction(error)) return false
      throw error
    }
  }

  async exists(functionName: string, options?: CallOptions): Promise<boolean> {
    try {
      return await this.find(functionName, options)
    } catch (error) {
      if (!(error instanceof CloudError) || error.kind === 'aborted') throw error
      return true
    }
  }
}

/** True where the service says that the function, or the service that it belongs to, is not there. */
export function isMissingFunction(error: unknown): boolean {
  return error instanceof CloudError && error.service === 'fc' && /^(Function|Service)?NotFound$/.test(error.code)
}
