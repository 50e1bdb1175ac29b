import type { ChannelDefinition } from '../channel-definition.ts'
import { robotAt } from '../feishu/definition.ts'

/** A custom robot of Lark, which is Feishu outside China. */
export const lark: ChannelDefinition = {
  ...robotAt('lark', 'https://open.larksuite.com'),
  otherNames: ['larksuite'],
  hosts: /(^|\.)larksuite\.com$/,
}
