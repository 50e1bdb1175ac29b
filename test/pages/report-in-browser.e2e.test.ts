import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CHROMIUM } from '../../docs/pictures/chromium.ts'
import type { Store } from '../../shared/store/store.ts'
import { storeOf } from '../support/functions/query/asked.ts'
import { LOOKS, openPage, suiteBrowser } from '../support/pages/browser.ts'
import { reportOf } from '../support/pages/report-file.ts'
import { sampleStore } from '../support/pages/served.ts'
import { blockedRow, row } from '../support/rows.ts'

const [DESK, , , PLAIN] = LOOKS
/** What stands in the details of the blocked key: an event id, where the rule stands, what to do, who calls. */
const EVIDENCE = ['EVENT-1', 'Source:', 'To do:', 'role/app-pay', 'user/reader']

describe.skipIf(CHROMIUM === undefined)('a report in a browser', { timeout: 90_000 }, () => {
  const browser = suiteBrowser()

  async function opened(store: Store, look = DESK): Promise<Page> {
    if (!look) throw new Error('there are looks')
    const { page } = await openPage(browser(), look, 'file:')
    await page.goto(await reportOf(store, 'en'))
    return page
  }

  /** Keys of which one line in three is blocked. */
  function manyKeys(count: number): Promise<Store> {
    const keys = Array.from({ length: count }, (_, at) => {
      const parts = { keyId: `key-many-${String(at).padStart(5, '0')}`, aliases: [`alias/many-${at}`] }
      return at % 3 === 0 ? blockedRow(parts) : row(parts)
    })
    return storeOf(keys)
  }

  test('on paper holds all evidence of every key, and closes it again afterwards', async () => {
    const page = await opened(await sampleStore())
    const text = await printed(page)
    for (const part of EVIDENCE) expect(text).toContain(part)
    expect(text).toContain('60 of 60 keys match, 60 shown')
    expect(await page.locator('.why details[open]').count()).toBe(0)
  })

  test('on paper holds all evidence without script too', async () => {
    const page = await opened(await sampleStore(), PLAIN)
    await page.emulateMedia({ media: 'print' })
    const finding = page.locator('.finding', { hasText: 'EVENT-1' }).first()
    expect(await finding.isVisible()).toBe(true)
    expect((await finding.boundingBox())?.height).toBeGreaterThan(50)
  })

  test('of more than a thousand keys finds, opens and prints those that are asked for', async () => {
    const page = await opened(await manyKeys(1_050))
    await page.selectOption('select[name=verdict]', 'blocked')
    await page.fill('input[name=search]', 'many-999')
    await page.getByText('1 of 1050 keys match, 1 shown').waitFor()
    expect(await page.getByText('user/reader').count()).toBe(0)
    await page.click('.why summary')
    await page.getByText('user/reader').waitFor()
    const details = await page.locator('.why').textContent()
    for (const part of EVIDENCE) expect(details).toContain(part)
    await page.fill('input[name=search]', '')
    await page.getByText('350 of 1050 keys match, 200 shown').waitFor()
    const text = await printed(page)
    expect(text).toContain('350 of 1050 keys match, 350 shown')
    expect(text.match(/user\/reader/g)).toHaveLength(350)
  })
})

/** What stands on paper. Printing takes what the page has become by then. */
async function printed(page: Page): Promise<string> {
  await page.emulateMedia({ media: 'print' })
  await page.evaluate("addEventListener('beforeprint', () => { document.title = document.body.innerText })")
  await page.pdf()
  const text = await page.title()
  await page.emulateMedia({ media: 'screen' })
  return text
}
