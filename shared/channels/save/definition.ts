import { resolve } from 'node:path'
import { percentDecoded } from '../../net/percent.ts'
import type { ChannelDefinition } from '../channel-definition.ts'

const ENDINGS = /\.(md|html|json)$/
/** Replaced by the day on which the digest is made. */
export const DAY = '{day}'

/** A file. Not called `file`, because `file:PATH` says where a channel is written down. */
export const save: ChannelDefinition = {
  kind: 'save',
  expects: `\`save:<path>\` that ends in .md, .html or .json and may have ${DAY} in it (standard output is \`terminal\`)`,
  options: [],
  isPublic: true,
  otherNames: ['path', 'folder', 'disk'],

  address(text, cwd) {
    const path = percentDecoded(text)
    return path !== undefined && ENDINGS.test(path) && !path.includes('\0') ? resolve(cwd, path) : undefined
  },

  destination: ({ address }) => ({ file: address }),
}
