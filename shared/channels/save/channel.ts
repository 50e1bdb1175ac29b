import { resolve } from 'node:path'
import { toHtml } from '../../document/html-page.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { calendarDay } from '../../domain/calendar.ts'
import { WriteError, writeFileAtomic } from '../../files/write-file-atomic.ts'
import { percentDecoded } from '../../net/percent.ts'
import { renderJson } from '../../views/digest-json.ts'
import { withAttempts } from '../attempts.ts'
import type { ChannelKind, ChannelMessage } from '../channel.ts'
import type { ChannelProblem } from '../channel-error.ts'
import { messageDocument } from '../message-document.ts'

const ENDINGS = /\.(md|html|json)$/
/** Replaced by the day on which the digest is made. */
const DAY = '{day}'
/** What the system says where trying again soon may help. */
const MAY_PASS = ['EAGAIN', 'EBUSY', 'EIO', 'EMFILE', 'ENFILE', 'ENOSPC', 'ETXTBSY']

/**
 * A file, whole or not at all, as Markdown, HTML or JSON. Not called `file`, because `file:PATH` says where a channel is written down. The
 * same file written twice is one file, so that it never says that it may have come before.
 */
export const save: ChannelKind = {
  kind: 'save',
  expects: `\`save:<path>\` that ends in .md, .html or .json and may have ${DAY} in it (standard output is \`terminal\`)`,
  options: [],
  isPublic: true,

  address(text, cwd) {
    const path = percentDecoded(text)
    return path !== undefined && ENDINGS.test(path) && !path.includes('\0') ? resolve(cwd, path) : undefined
  },

  destination: ({ address }) => ({ file: address }),

  open(config, services) {
    const { name, kind, language, address } = config
    const body = async ({ digest, ...message }: ChannelMessage) => {
      if (address.endsWith('.json')) return renderJson(digest)
      const document = messageDocument({ ...message, digest, mayRepeat: false }, config)
      return address.endsWith('.html') ? toHtml(document, language) : toMarkdown(document)
    }
    return {
      name,
      kind,
      language,
      body,
      async send(message, sending) {
        const { madeAt, timezone } = message.digest
        const path = address.replaceAll(DAY, calendarDay(Date.parse(madeAt), timezone))
        const text = await body(message)
        await withAttempts(name, () => written(path, text), sending, services)
        return undefined
      },
    }
  },
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
