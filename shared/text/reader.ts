import type { Language } from '../domain/language.ts'

/** How a report is made. */
export interface ReportContext {
  readonly language: Language
  /** IANA zone of all dates. */
  readonly timezone: string
}
