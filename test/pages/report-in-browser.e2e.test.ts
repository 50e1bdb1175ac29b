import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CHROMIUM } from '../../docs/pictures/chromium.ts'
import type { Store } from '../../shared/store/store.ts'
import { storeOf } from '../support/functions/query/asked.ts'
import { LOOKS, suiteBrowser, suitePages } from '../support/pages/browser.ts'
import { reportOf } from '../support/pages/report-file.ts'
import { suiteSample } from '../support/pages/suite-sample.ts'
import { blockedRow, row } from '../support/rows.ts'

const [DESK, , , PLAIN] = LOOKS
/** What stands in the details of the blocked key: an event id, where the rule stands, what to do, who calls. */
const EVIDENCE = ['EVENT-1', 'Source:', 'To do:', 'role/app-pay', 'user/reader']

describe.skipIf(CHROMIUM === undefined)('a report in a browser', { timeout: 90_000 }, () => {
  const pageOf = suitePages(suiteBrowser())
  const sample = suiteSample()

  async function opened(address: string, look = DESK): Promise<Page> {
    if (!look) throw new Error('there are looks')
    const { page } = await pageOf(look, 'file:')
    await page.goto(address)
    return page
  }

  /** Keys of which one in five is blocked. */
  function manyKeys(count: number): Promise<Store> {
    const keys = Array.from({ length: count }, (_, at) => {
      const parts = { keyId: `key-many-${String(at).padStart(5, '0')}`, aliases: [`alias/many-${at}`] }
      return at % 5 === 0 ? blockedRow(parts) : row(parts)
    })
    return storeOf(keys)
  }

  test('on paper holds all evidence of every key, and closes it again afterwards', async () => {
    const page = await opened(sample().report.en)
    const text = await printed(page)
    for (const part of EVIDENCE) expect(text).toContain(part)
    expect(text).toContain('60 of 60 keys match, 60 shown')
    expect(await page.locator('.why details[open]').count()).toBe(0)
  })

  test('on paper holds all evidence without script too', async () => {
    const page = await opened(sample().report.en, PLAIN)
    await page.emulateMedia({ media: 'print' })
    const finding = page.locator('.finding', { hasText: 'EVENT-1' }).first()
    expect(await finding.isVisible()).toBe(true)
    expect((await finding.boundingBox())?.height).toBeGreaterThan(50)
  })

  test('of more than a thousand keys finds, opens and prints those that are asked for', async () => {
    const page = await opened(await reportOf(await manyKeys(1_050), 'en'))
    await page.selectOption('select[name=verdict]', 'blocked')
    await page.fill('input[name=search]', 'many-995')
    await page.getByText('1 of 1050 keys match, 1 shown').waitFor()
    expect(await page.getByText('user/reader').count()).toBe(0)
    await page.click('.why summary')
    await page.locator('code', { hasText: 'user/reader' }).waitFor()
    const details = await page.locator('.why').textContent()
    for (const part of EVIDENCE) expect(details).toContain(part)
    await page.fill('input[name=search]', '')
    await page.getByText('210 of 1050 keys match, 200 shown').waitFor()
    const text = await printed(page)
    expect(text).toContain('210 of 1050 keys match, 210 shown')
    expect(text.match(/EVENT-1\b/g)).toHaveLength(210)
  })
})

/** What stands on paper. Printing takes what the page has become by then; all sheets are laid out, and the first is drawn. */
async function printed(page: Page): Promise<string> {
  await page.emulateMedia({ media: 'print' })
  await page.evaluate("addEventListener('beforeprint', () => { document.title = document.body.innerText })")
  await page.pdf({ pageRanges: '1' })
  const text = await page.title()
  await page.emulateMedia({ media: 'screen' })
  return text
}
