import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DRAWINGS } from '../../docs/pictures/drawings/by-kind.ts'
import { CHANNEL_DEFINITIONS } from '../../shared/channels/definitions.ts'
import { reportMessage } from '../support/channels/messages.ts'
import { channelAt, Waiting } from '../support/channels/open.ts'
import { pages } from '../support/docs/pages.ts'
import { hostileRow, NOW } from '../support/rows.ts'

const shown = (await pages()).flatMap(({ path, prose }) =>
  [...prose.matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)].map(([, alt = '', file = '']) => ({
    alt,
    file: join(dirname(path), file),
  })),
)
/** What these send is for programs. */
const WITHOUT_PICTURE = ['webhook', 'save']

describe('the pictures of the documents', () => {
  it('are all that docs holds, each with words for those who do not see it', async () => {
    const files = (await readdir(new URL('../../docs/', import.meta.url))).filter((name) => name.endsWith('.png'))
    expect([...new Set(shown.map(({ file }) => file))].sort()).toEqual(files.map((name) => `docs/${name}`).sort())
    for (const { alt } of shown) expect(alt).not.toBe('')
  })

  it('show a message of every kind of channel that people read', () => {
    const kinds = CHANNEL_DEFINITIONS.map(({ kind }) => kind).filter((kind) => !WITHOUT_PICTURE.includes(kind))
    expect(shown.map(({ file }) => file)).toEqual(expect.arrayContaining(kinds.map((kind) => `docs/${kind}.png`)))
  })

  it.each([
    ['dingtalk:synthetic0token0', '&lt;script&gt;alert(1)'],
    ['feishu:synthetic-hook', '&lt;script&gt;alert(1)'],
    ['wecom:synthetic-key', '\\u{3c}script\\u{3e}alert(1)'],
    ['slack:https://hooks.slack.com/services/T0SYNTH/B0SYNTH/synthetic', '&lt;script&gt;alert(1)'],
  ])('show text of strangers as it is: %s', async (address, text) => {
    const channel = await channelAt(address, new Waiting(NOW).services)
    const drawn = await DRAWINGS[channel.kind]?.(await channel.body(await reportMessage({ rows: [hostileRow()] })))
    expect(drawn).toContain(text)
    expect(drawn).not.toMatch(/<(script|img|a|at|font|iframe)\b|\*\*|&amp;(lt|gt|#\d)/)
  })
})
