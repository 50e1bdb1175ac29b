import type { Language } from '../domain/language.ts'
import { textIn } from '../domain/messages/text-in.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { RESOURCE_SERVICES, serviceTitle } from '../domain/resources/key-resource.ts'
import { resourceMessage } from '../domain/resources/resource-message.ts'
import { needsMessagesFor } from './needs-messages.ts'

/** The resources that name a key, a text each, and how many there are beside them. Not escaped: names come from the cloud. */
export function resourceTexts({ resources = [], moreResources = 0 }: ReadinessRow, language: Language): string[] {
  const texts = resources.map((each) => textIn(resourceMessage(each), language))
  return moreResources > 0 ? [...texts, needsMessagesFor(language).moreResources(moreResources)] : texts
}

/** What of the services that can be asked was not read, a sentence each; none where all were. A silence about resources means nothing beside one. */
export function unreadResourceTexts({ resourceReads = [] }: ReadinessRow, language: Language): string[] {
  const messages = needsMessagesFor(language)
  const failed = resourceReads.flatMap(({ service, unread }) =>
    unread === null ? [] : [messages.unread(serviceTitle(service), textIn(unread, language))],
  )
  const off = RESOURCE_SERVICES.filter((service) => resourceReads.every((read) => read.service !== service))
  const names = off.map(serviceTitle).join(language === 'zh' ? '、' : ', ')
  return off.length === 0 ? failed : [...failed, messages.notAsked(names)]
}
