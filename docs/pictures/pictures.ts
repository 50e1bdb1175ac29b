import type { Tables } from '../../cli/demo/nights.ts'
import { previewDigest } from '../../functions/digest/preview.ts'
import { readDigest } from '../../functions/digest/read-digest.ts'
import { makeApp } from '../../functions/query/app.ts'
import { readChannels } from '../../shared/config/channels-value.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { silentLog } from '../../shared/log/log.ts'
import { renderReport } from '../../shared/report/page.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { DRAWINGS } from './drawings/by-kind.ts'
import { drawTerminal } from './drawings/terminal.ts'
import type { Picture } from './picture.ts'

/** A channel of each kind that people read, as an operator configures it. Lark is Feishu outside China: the one is drawn in English, the other in Chinese. */
const CHANNELS = [
  'dingtalk:sample-robot',
  'lark:sample-robot',
  'feishu:sample-robot#lang=zh',
  'wecom:sample-robot',
  'slack:https://hooks.slack.com/services/T0/B0/sample',
  'smtp://smtp.corp.example#from=bot@corp.example&to=team@corp.example',
].join(',')

const PHONE = { width: 400, height: 860, scale: 1.25 }
const DESKTOP = { width: 1280, height: 1_000, scale: 1 }
const COLUMNS = 100

/** Every picture of the documents. */
export async function pictures(tables: Tables): Promise<readonly Picture[]> {
  return [...(await messages(tables)), ...(await readings(tables)), ...(await pages(tables))]
}

/** What each channel would be sent. */
async function messages({ store, config, terminal }: Tables): Promise<Picture[]> {
  const { channels, problems } = readChannels(CHANNELS, {}, terminal.cwd)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const previews = await previewDigest({ store, config, ...terminal }, channels)
  return Promise.all(
    previews.map(async (preview) => {
      const { channel } = preview
      if ('problem' in preview) throw new Error(`${channel}: ${preview.problem}`)
      const draw = DRAWINGS[channel]
      if (draw === undefined) throw new Error(`Nothing draws what ${channel} sends.`)
      return {
        name: channel,
        html: await draw(preview.body),
        ...PHONE,
        ends: '.text > ul > li, .part > ul > li, .end',
      }
    }),
  )
}

/** The terminal, and the report. */
async function readings({ store, config, terminal }: Tables): Promise<Picture[]> {
  const { timezone } = config
  const rows: ReadinessRow[] = []
  const digest = await readDigest(store, config, terminal, { onRow: (row) => rows.push(row) })
  const told = renderTerminal(digest, { width: COLUMNS, colour: true, language: 'en', timezone })
  const report = [...renderReport({ rows, digest, language: 'en', timezone })].join('')
  return [
    { name: 'terminal', html: drawTerminal(told), ...DESKTOP, width: 840, height: 880, ends: '.end' },
    { name: 'report', html: report, ...DESKTOP, height: 1_300, ends: '.part > ul > li' },
  ]
}

/** The pages of `serve`. */
async function pages({ store, config, terminal: { clock } }: Tables): Promise<Picture[]> {
  const own = { ...config, apiToken: { kind: 'trigger' } } as const
  const app = makeApp({
    store: async () => store,
    decidingStore: async () => store,
    config: own,
    clock,
    log: silentLog,
    behindTrigger: true,
  })
  const page = async (path: string) => (await app.fetch(new Request(`https://keys.example${path}`))).text()
  return [
    { name: 'dashboard', html: await page('/?lang=en'), ...DESKTOP, height: 1_300, ends: '.keys tbody' },
    {
      name: 'key',
      html: await page('/keys/1000000000000001/cn-hangzhou/alias/pay-card-data?lang=en'),
      ...DESKTOP,
      height: 2_000,
      ends: 'table.callers',
    },
  ]
}
