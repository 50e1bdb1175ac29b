import type { Language } from '../domain/language.ts'
import type { Step, StepId, StepParams } from '../domain/steps/step.ts'
import { inLocalTime, localTime } from './dates.ts'
import type { ReportContext } from './reader.ts'
import { STEPS_EN } from './step-messages-en.ts'
import type { StepMessages, StepText } from './step-messages-type.ts'
import { STEPS_ZH } from './step-messages-zh.ts'

const CATALOGUE: Readonly<Record<Language, StepMessages>> = { en: STEPS_EN, zh: STEPS_ZH }

/** The words about steps in a language. */
export function stepMessagesFor(language: Language): StepMessages {
  return CATALOGUE[language]
}

/** What a step says, with moments on the clocks of the reader. Not escaped. */
export function stepText(step: Step, { language, timezone }: ReportContext): StepText {
  const say = stepMessagesFor(language).steps[step.id] as (params: StepParams[StepId]) => StepText
  const said = say(step.params)
  return { ...said, text: inLocalTime(said.text, timezone) }
}

/** Whom a step is for, and until when: `for payments, by 2026-12-03 10:00`. Not escaped. */
export function stepForText({ forWhom, by }: Step, { language, timezone }: ReportContext): readonly string[] {
  const messages = stepMessagesFor(language)
  return [messages.forWhom(forWhom), ...(by === undefined ? [] : [messages.by(localTime(by, timezone))])]
}

/** What a list says of a key's steps in a few words each; in the order of the steps. */
export function shortSteps(ids: readonly StepId[], language: Language): readonly string[] {
  const { short } = stepMessagesFor(language)
  return [...new Set(ids)].map((id) => short[id]).filter((text) => text !== '')
}
