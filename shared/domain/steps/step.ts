import type { Client, Network } from '../caller.ts'
import type { SdkClient } from './migration-sdks.ts'

/** How near the rotation is that ends the chance to migrate. `undated`: KMS tells no date. */
export type Urgency = 'later' | 'soon' | 'near' | 'due' | 'undated'

/** Why the page sends an application to technical support. */
export type TicketReason = 'language' | 'network'

type None = Readonly<Record<never, never>>

/** What somebody has to do about a key, each with what its text is made of. Names in it come from the cloud: hostile. */
export interface StepParams {
  readonly 'rotation-off': {
    readonly keyId: string
    readonly region: string
    /** The key is not enabled; its rotation goes on as soon as it is. */
    readonly suspended: boolean
    readonly urgency: Urgency
    /** Whole days until the rotation; 0 where it has no date or was due. */
    readonly daysLeft: number
    /** ISO 8601 UTC, or ''. */
    readonly nextRotationAt: string
  }
  /** The compliance rule that will complain. */
  readonly 'rotation-rule': None
  readonly 'cancel-deletion': { readonly keyId: string; readonly region: string }
  readonly 'stop-operations': { readonly principal: string; readonly operations: readonly string[] }
  readonly 'identify-client': { readonly principal: string }
  readonly 'identify-network': { readonly principal: string }
  readonly 'app-ticket': {
    readonly principal: string
    readonly client: Client
    readonly network: Network
    readonly reasons: readonly TicketReason[]
  }
  readonly 'services-only': None
  readonly 'hsm-to-software': None
  readonly terraform: {
    readonly seen: 'tag' | 'caller'
    /** Its automatic rotation is on and has to be switched off in the configuration too. */
    readonly rotates: boolean
  }
  readonly 'secrets-after-key': {
    readonly secrets: readonly string[]
    readonly more: number
    /** The page moves keys alone: secrets are a matter for the ticket. */
    readonly byTicket: boolean
  }
  readonly 'app-access': { readonly principal: string }
  readonly 'app-sdk': { readonly principal: string; readonly client: SdkClient }
  readonly 'app-operations': {
    readonly principal: string
    /** Those that go to the instance, and those that stay on the shared gateway. */
    readonly moved: readonly string[]
    readonly stay: readonly string[]
  }
  readonly 'keep-sdk': { readonly principals: readonly string[]; readonly more: number }
  readonly 'shared-gateway-only': { readonly principals: readonly string[]; readonly more: number }
  readonly 'public-access': { readonly principals: readonly string[]; readonly more: number }
  readonly 'more-callers': { readonly count: number }
  readonly 'rotation-on': { readonly keyId: string; readonly region: string }
}

export type StepId = keyof StepParams

/** Whether it is done before the key moves, or when it has moved. */
export type StepTime = 'before' | 'after'

/** Who does it: the owner of the key, null where nobody is named, or those who look after a caller. Text from outside: hostile. */
export type StepFor = { readonly owner: string | null } | { readonly principal: string }

export type Step = {
  readonly [Id in StepId]: {
    readonly id: Id
    readonly params: StepParams[Id]
    readonly when: StepTime
    readonly forWhom: StepFor
    /** ISO 8601 UTC: the moment from which on it is too late. */
    readonly by?: string
  }
}[StepId]
