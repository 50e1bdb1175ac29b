import type { Message, MessageId, MessageParams, None, Text } from './message.ts'

/** A param as a sentence takes it up: messages are said already. */
type Said<Param> = Param extends readonly Text[] ? readonly string[] : Param extends Message ? string : Param

type SaidParams<Params> = { readonly [Name in keyof Params]: Said<Params[Name]> }

/** How a language says every message: a sentence, or one that is made of the message's params. */
export type Catalogue = {
  readonly [Id in MessageId]: MessageParams[Id] extends None
    ? string
    : (params: SaidParams<MessageParams[Id]>) => string
}
