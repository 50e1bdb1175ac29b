import { describe, expect, it } from 'vitest'
import { server } from '../support/channels/mail-channel.ts'
import { message } from '../support/channels/messages.ts'
import { sendTo } from '../support/channels/open.ts'

describe('a mail server', () => {
  it('that refuses one recipient delivers to the others, and that is told without the address', async () => {
    const { mail, channel, time } = await server({ refused: { 'lead@corp.example': 550 } })
    const sending = { signal: AbortSignal.timeout(5_000), deadline: time.now + 60_000 }
    expect(await channel.send(await message(), sending)).toMatch(/^1 of 2 recipients were refused \(SMTP 550\)/)
    expect(mail.mails[0]?.to).toEqual(['team@corp.example'])
  })

  it('that defers one recipient is asked again for that one alone', async () => {
    const { mail, channel, time } = await server({ refused: { 'lead@corp.example': [450, 451] } })
    const sending = { signal: AbortSignal.timeout(5_000), deadline: time.now + 60_000 }
    expect(await channel.send(await message(), sending)).toBeUndefined()
    expect(mail.mails.map(({ to }) => to)).toEqual([['team@corp.example'], ['lead@corp.example']])
    expect(time.waits).toHaveLength(2)
  })

  it.each([
    [
      'defers one to the end',
      { 'lead@corp.example': 450 },
      /^1 of 2 recipients did not get it in time \(SMTP 450\)/,
      6,
    ],
    [
      'defers one and then refuses it',
      { 'lead@corp.example': [450, 550] },
      /^1 of 2 recipients were refused \(SMTP 550\)/,
      2,
    ],
  ])('that %s is not failed: who has the mail gets no second one', async (_, refused, note, sessions) => {
    const { mail, channel, time } = await server({ refused })
    const sending = { signal: AbortSignal.timeout(5_000), deadline: time.now + 60_000 }
    expect(await channel.send(await message(), sending)).toMatch(note)
    expect(mail.mails.map(({ to }) => to)).toEqual([['team@corp.example']])
    expect(mail.sessions).toBe(sessions)
  })

  it('that refuses all recipients is told as refusing', async () => {
    const { channel, time } = await server({ refused: { 'team@corp.example': 550, 'lead@corp.example': 553 } })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'permanent' })
  })
})
