import type { ChannelOption } from './channel-definition.ts'

/** Who is called for an owner: `<owner>:<id>`, an id as the receiver knows people. */
export interface Mention {
  readonly owner: string
  readonly id: string
}

/**
 * The option by which a channel calls owners: `mention=payments:<id>;orders:<id>`, or a line each in a file. Ids are checked here, because they stand
 * in messages as they are; owners are compared and never shown.
 */
export function mentionOption(expects: string, isId: (id: string) => boolean): ChannelOption {
  return {
    name: 'mention',
    expects: `<owner>:<id>;<owner>:<id>, with ${expects} as id`,
    accepts: (value) => {
      const mentions = mentionsOf(value)
      return mentions.length > 0 && mentions.every(({ owner, id }) => owner !== '' && isId(id))
    },
  }
}

/** The value of the option, item by item. An owner may have a colon in his name; an id has none. */
export function mentionsOf(value: string): readonly Mention[] {
  return value
    .split(/[;\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => {
      const at = item.lastIndexOf(':')
      return { owner: item.slice(0, Math.max(0, at)).trim(), id: item.slice(at + 1).trim() }
    })
}
