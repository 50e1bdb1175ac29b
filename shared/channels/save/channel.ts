import { toHtml } from '../../document/html-page.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { WriteError, writeFileAtomic } from '../../files/write-file-atomic.ts'
import { withAttempts } from '../attempts.ts'
import type { ChannelFactory, ChannelMessage } from '../channel.ts'
import type { ChannelProblem } from '../channel-error.ts'
import { messageDocument } from '../message-document.ts'
import { DAY } from './definition.ts'

/** What the system says where trying again soon may help. */
const MAY_PASS = ['EAGAIN', 'EBUSY', 'EIO', 'EMFILE', 'ENFILE', 'ENOSPC', 'ETXTBSY']

/**
 * A file, whole or not at all, as Markdown, HTML or JSON. The same file written twice is one file, so that it never says that it may have
 * come before.
 */
export const open: ChannelFactory = (config, services) => {
  const { name, kind, language, address } = config
  const body = async (message: ChannelMessage) => {
    if (address.endsWith('.json')) return message.json()
    const document = messageDocument({ ...message, mayRepeat: false }, config)
    return address.endsWith('.html') ? toHtml(document, language) : toMarkdown(document)
  }
  return {
    name,
    kind,
    language,
    body,
    async send(message, sending) {
      const path = address.replaceAll(DAY, message.day)
      const text = await body(message)
      await withAttempts(name, () => written(path, text), sending, services)
      return undefined
    },
  }
}

async function written(path: string, text: string): Promise<ChannelProblem | undefined> {
  try {
    await writeFileAtomic(path, [text])
    return undefined
  } catch (error) {
    if (!(error instanceof WriteError)) throw error
    const { code, why } = error
    const advice = `The file cannot be written: ${why}. Name a file in a folder that this program may write to.`
    return { kind: MAY_PASS.includes(code) ? 'transient' : 'permanent', code, advice }
  }
}
