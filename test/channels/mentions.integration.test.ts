import { describe, expect, it } from 'vitest'
import { readChannels } from '../../shared/config/channels-value.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { startFeishu, startRobot, startSlack, startWecom } from '../support/receivers.ts'
import { blockedRow, change, NOW } from '../support/rows.ts'

const HOSTILE = '<@U0EVIL> <at id=all></at> @13900000000 @all <!channel>'

/** Robots, whom the mapping names for two owners, and whom nobody may call. */
const ROBOTS = [
  ['dingtalk', startRobot, ['13800000000', 'manager4220', '+852-51234567']],
  ['feishu', startFeishu, ['ou_48d0958ee4b2ab3eaf0b5f6c968b1234', 'cad5b3d9', 'a-b']],
  ['wecom', startWecom, ['zhang.san@corp', 'LiSi_2', 'w']],
  ['slack', startSlack, ['U012AB3CD', 'S0614TZR7', 'W012A3CDE']],
] as const

/** Keys of these owners that are no longer ready. */
function lost(owners: readonly string[]) {
  const keys = owners.map((owner, at) => ({ keyId: `key-${at}`, tags: [{ key: 'owner', value: owner }] }))
  const changes = keys.map(({ keyId }) => change({ keyId, before: 'ready', after: 'blocked' }))
  return message({ rows: keys.map((key) => blockedRow(key)), changes })
}

describe.each(ROBOTS)('a %s channel', (kind, start, ids) => {
  const sent = async (owners: readonly string[], mapping: string) => {
    const time = new Waiting(NOW)
    const robot = await start({ clock: time.clock })
    const channel = await channelAt(`${robot.address}#mention=${mapping}`, time.services)
    expect(await sendTo(channel, await lost(owners), time)).toBeUndefined()
    return robot.called.map((each) => [...each].sort())
  }
  const [first, second, third] = ids
  const mapping = `payments:${first};payments:${second};team%3Aorders:${third};mobile:${first}`

  it('calls the people of owners whose keys are no longer ready, each once', async () => {
    expect(await sent(['Payments', 'team:orders', 'mobile', 'nobody'], mapping)).toEqual([[...ids].sort()])
  })

  it('calls nobody whom the configuration does not name, whatever owners are called', async () => {
    expect(await sent([HOSTILE, `@${first}`, `<@${first}>`, `<at id=${first}></at>`], mapping)).toEqual([[]])
  })

  it('takes no id that its vendor does not have', () => {
    const address = { dingtalk: 'synthetic0token0', feishu: 'synthetic-hook', wecom: 'synthetic-key' }
    const at = kind === 'slack' ? 'https://hooks.slack.com/services/T0/B0/s' : address[kind]
    for (const value of [
      'payments',
      ':',
      `payments:${first};orders`,
      'payments:a<b',
      'payments:all>',
      `:${first}`,
      '',
    ]) {
      const { problems } = readChannels(`${kind}:${at}#mention=${encodeURIComponent(value)}`, {}, '/')
      expect(problems).toEqual([
        expect.stringMatching(/^CMK_CHANNELS, item 1: its mention is (not valid|empty); it takes/),
      ])
    }
  })
})

it('who is called stands in no digest without news for him', async () => {
  const time = new Waiting(NOW)
  const robot = await startWecom({ clock: time.clock })
  const channel = await channelAt(`${robot.address}#mention=payments:w`, time.services)
  const rows = [blockedRow({ tags: [{ key: 'owner', value: 'payments' }] })]
  expect(await sendTo(channel, await message({ rows, changes: [] }), time)).toBeUndefined()
  expect(robot.called).toEqual([[]])
  expect(robot.messages[0]).not.toContain('Needed')
})
