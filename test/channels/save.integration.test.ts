import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { NOW } from '../support/rows.ts'

async function saved(name: string, suffix = '') {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-save-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const time = new Waiting(NOW)
  const channel = await channelAt(`save:${join(folder, name)}${suffix}`, time.services)
  const list = async () => (await readdir(folder, { recursive: true })).sort()
  return { folder, time, channel, list, read: (file: string) => readFile(join(folder, file), 'utf8') }
}

describe('a file', () => {
  it.each([
    ['digest.md', /^# CMK migration readiness · 2026-11-23\n/],
    ['digest.html', /^<!doctype html>\n.*<h3>Blocked \(1\)<\/h3>/s],
    ['digest.json', /^\{\n {2}"madeAt"/],
  ])('is written as its name says: %s', async (name, begins) => {
    const { channel, time, list, read } = await saved(name)
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(await list()).toEqual([name])
    expect(await read(name)).toMatch(begins)
    expect(await read(name)).toBe(await channel.body(await message()))
  })

  it('has the day on which it is made in its name, and its folders are made', async () => {
    const { channel, time, list } = await saved('{day}/cmk-{day}.md')
    await sendTo(channel, await message(), time)
    expect(await list()).toEqual(['2026-11-23', '2026-11-23/cmk-2026-11-23.md'])
  })

  it('is replaced whole, and never says that it may have come before', async () => {
    const { channel, time, read } = await saved('digest.md', '#link=https://cmk.corp.example/&lang=zh')
    await sendTo(channel, await message({ changes: [] }), time)
    const once = await read('digest.md')
    await sendTo(channel, await message({ changes: [], mayRepeat: true }), time)
    expect(await read('digest.md')).toBe(once)
    expect(once).toMatch(/\[查看全部密钥及证据\]\(https:\/\/cmk\.corp\.example\/\)\n$/)
  })

  it('that cannot be written is told without its path, at once', async () => {
    const { folder, time, list } = await saved('x.md')
    await writeFile(join(folder, 'taken'), '')
    const channel = await channelAt(`save:${join(folder, 'taken', 'digest.md')}`, time.services)
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: 'ENOTDIR' })
    expect(error?.message).not.toContain(folder)
    expect([time.waits, await list()]).toEqual([[], ['taken']])
  })
})
