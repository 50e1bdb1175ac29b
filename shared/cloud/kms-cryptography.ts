import * as z from 'zod'
import type { CryptographicAnswer, KmsCryptography } from './cloud.ts'
import type { CallOptions } from './credential-source.ts'
import { CloudError } from './errors.ts'
import type { ServiceClient } from './service-client.ts'

const answer = z.object({ RequestId: z.string().optional(), CiphertextBlob: z.string().optional() })

/** What KMS answers to a dry run of a call that would have worked (API reference of each, `DryRun`). */
const DRY_RUN = /^DryRunOperation/i

export class KmsCalls implements KmsCryptography {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  async call(
    operation: string,
    parameters: Readonly<Record<string, string>>,
    { dryRun, ...options }: CallOptions & { readonly dryRun: boolean },
  ): Promise<CryptographicAnswer> {
    try {
      const asked = { ...parameters, ...(dryRun ? { DryRun: 'true' } : {}) }
      const { RequestId, CiphertextBlob } = await this.#client.call(operation, asked, answer, options)
      // Whoever does not heed DryRun has made the call.
      return {
        requestId: RequestId,
        end: 'made',
        ...(CiphertextBlob === undefined ? {} : { ciphertext: CiphertextBlob }),
      }
    } catch (error) {
      if (dryRun && error instanceof CloudError && DRY_RUN.test(error.code))
        return { requestId: error.requestId, end: 'dry-run' }
      throw error
    }
  }
}
