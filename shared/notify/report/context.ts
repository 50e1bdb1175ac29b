import type { Language } from '../../domain/verdict.ts'

/** How a report is made. */
export interface ReportContext {
  readonly language: Language
  /** IANA zone in which dates are shown beside UTC. */
  readonly timezone: string
}
