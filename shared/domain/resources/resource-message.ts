import { message, type Text } from '../messages/message.ts'
import type { KeyResource } from './key-resource.ts'

/** What a resource is called in every language. Not escaped: it holds names from the cloud. */
export function resourceMessage({ kind, id, use, attachedTo }: KeyResource): Text {
  switch (kind) {
    case 'instance':
      return message('resource-instance', { id, use })
    case 'disk':
      return attachedTo === undefined
        ? message('resource-disk', { id })
        : message('resource-attached-disk', { id, instance: attachedTo })
    case 'snapshot':
      return message('resource-snapshot', { id })
    case 'default-disk-key':
      return message('resource-default-disk-key', { id })
    case 'bucket':
      return message('resource-bucket', { id })
    case 'tag':
      return message('resource-tag', { id })
    default:
      // A newer version knows more kinds.
      return `${String(kind)} ${id}`
  }
}
