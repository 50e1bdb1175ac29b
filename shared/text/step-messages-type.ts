import type { StepFor, StepId, StepParams, StepTime } from '../domain/steps/step.ts'

/** What a step says. Holds text from the cloud: escape it for where it goes. Moments in it are ISO 8601 UTC. */
export interface StepText {
  readonly text: string
  /** Something to copy: a command, a piece of configuration. */
  readonly code?: string
  /** The vendor's page that it stands on. */
  readonly source?: string
}

/** The words about what has to be done about a key. */
export interface StepMessages {
  readonly title: string
  readonly when: Readonly<Record<StepTime, string>>
  readonly forWhom: (whom: StepFor) => string
  readonly by: (moment: string) => string
  /** A few words for a list; '' where the list says it otherwise. */
  readonly short: Readonly<Record<StepId, string>>
  readonly steps: { readonly [Id in StepId]: (params: StepParams[Id]) => StepText }
}
