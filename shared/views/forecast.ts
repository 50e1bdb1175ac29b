import type { Forecast } from '../domain/forecast/forecast.ts'
import type { Language } from '../domain/language.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'

/** When all is done, what that stands on and what it takes for granted; undefined where nothing is left. */
export function forecastText(forecast: Forecast, language: Language): string | undefined {
  if (forecast.state === 'done') return undefined
  const { comma, inBrackets } = messagesFor(language)
  const messages = followUpMessagesFor(language)
  const grounds = inBrackets(messages.grounds(forecast))
  if (forecast.state === 'no-pace') return `${messages.noPace}${grounds}`
  const said = forecast.state === 'dated' ? messages.dated(forecast.from, forecast.to) : messages.far
  const condition = forecast.notReady > 0 ? `${comma}${messages.ifReady(forecast.notReady)}` : ''
  return `${said}${condition}${grounds}`
}
