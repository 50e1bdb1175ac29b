import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CHROMIUM } from '../../docs/pictures/chromium.ts'
import { storeOf } from '../support/functions/query/asked.ts'
import { STATE_TOKEN } from '../support/functions/query/state-app.ts'
import { accessProblems, LOOKS, screenshot, stickingOut, suiteBrowser, suitePages } from '../support/pages/browser.ts'
import { reportOf } from '../support/pages/report-file.ts'
import { served } from '../support/pages/served.ts'
import { type Sample, suiteSample } from '../support/pages/suite-sample.ts'
import { finding, HOSTILE, hostileRow, unknownRow } from '../support/rows.ts'

const ACCOUNT = '1234567890123456'
const BLOCKED = `/keys/${ACCOUNT}/cn-hangzhou/key-hzz000000000blocked1`
const HOSTILE_KEY = `/keys/${ACCOUNT}/cn-hangzhou/key-hzz00000000hostile1`
const [DESK, , PHONE, PLAIN] = LOOKS

if (CHROMIUM === undefined) console.warn('No Chromium (CHROMIUM, or /usr/bin/chromium): the browser tests are skipped.')

/** Drawing takes seconds on a busy machine. */
describe.skipIf(CHROMIUM === undefined)('in a browser', { timeout: 90_000 }, () => {
  const pageOf = suitePages(suiteBrowser())
  const sample = suiteSample()

  describe.each(LOOKS)('$name', (look) => {
    const language = look.locale === 'zh-CN' ? 'zh' : 'en'
    const places: readonly [string, (sample: Sample) => string][] = [
      ['dashboard', ({ origin }) => `${origin}/`],
      ['plan', ({ origin }) => `${origin}/plan`],
      ['history', ({ origin }) => `${origin}/history?limit=10`],
      ['key', ({ origin }) => `${origin}${BLOCKED}`],
      ['evidence', ({ evidence }) => evidence],
      ['report', ({ report }) => report[language]],
    ]
    test.each(places)('the %s fits, is quiet, and has no problem of accessibility', async (name, addressOf) => {
      const address = addressOf(sample())
      const { page, incidents } = await pageOf(look, new URL(address).origin.replace('null', 'file:'))
      await page.goto(address)
      expect(await page.getAttribute('html', 'lang')).toBe(language === 'zh' ? 'zh-CN' : 'en')
      expect(await stickingOut(page)).toEqual([])
      await screenshot(page, `${name}-${look.name}`)
      // A checker is a script itself.
      if (look.javaScriptEnabled) expect(await accessProblems(page)).toEqual([])
      expect(incidents).toEqual([])
    })
  })

  test('text of strangers shows as itself, and does nothing', async () => {
    if (!DESK) throw new Error('there is a desktop look')
    const store = await storeOf([hostileRow()])
    const origin = await served(store)
    for (const address of [`${origin}/`, `${origin}/plan`, `${origin}${HOSTILE_KEY}`, await reportOf(store, 'en')]) {
      const { page, incidents } = await pageOf(DESK, new URL(address).origin.replace('null', 'file:'))
      await page.goto(address)
      for (const summary of await page.locator('details:not(.data) > summary').all()) await summary.click()
      const text = await page.locator('body').textContent()
      expect(text).toContain(HOSTILE.script)
      expect(text).toContain('\\u{202e}exe.yap')
      await page.mouse.move(400, 500)
      expect(incidents).toEqual([])
    }
  })

  test.each([DESK, PHONE])('people decide on the page of a key ($name)', async (look) => {
    if (!look) throw new Error('there are two looks')
    const finds = { effect: 'unknown' as const, data: { callers: ['role/batch-with-a-long-name-as-teams-have-them'] } }
    const rules = ['unattributed-operation', 'unknown-client'].map((rule) => finding({ rule, ...finds }))
    const held = unknownRow({ findings: rules })
    const origin = await served(await storeOf([held]))
    const { page, incidents } = await pageOf(look, origin)
    await page.goto(`${origin}/keys/${ACCOUNT}/cn-hangzhou/${held.keyId}`)
    const forms = page.locator('section[aria-labelledby=people] details')
    for (const summary of await forms.locator('summary').all()) await summary.click()
    expect(await stickingOut(page)).toEqual([])
    await screenshot(page, `decide-${look.name}`)
    const form = page.getByRole('form', { name: 'Say which keys a caller used' })
    await form.getByLabel('Why').fill('asked the team')
    await form.getByLabel('Your name').fill('李娜')
    await form.getByLabel('Last day').fill('2026-12-31')
    await form.getByLabel('Token').fill(STATE_TOKEN)
    await form.getByRole('button').click()
    await page.waitForURL(/#people$/)
    expect(page.url()).not.toContain(STATE_TOKEN)
    expect(await page.locator('section[aria-labelledby=people] li').textContent()).toMatch(/role\/batch.*李娜.*asked/s)
    for (const summary of await forms.locator('summary').all()) await summary.click()
    expect(await accessProblems(page)).toEqual([])
    expect(incidents).toEqual([])
  })

  test('keys are found, sorted and opened with the keyboard alone', async () => {
    if (!DESK) throw new Error('there is a desktop look')
    const { origin } = sample()
    const { page } = await pageOf(DESK, origin)
    await page.goto(origin)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('keys')
    await page.keyboard.press('/')
    expect(await focused(page)).toBe('q')
    await page.keyboard.type('app-12')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=app-12/)
    await tabTo(page, 'Calls')
    await page.keyboard.press('Enter')
    await page.waitForURL(/sort=calls/)
    await tabTo(page, 'alias/app-12')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/keys\//)
    expect(await page.locator('h1').textContent()).toBe('alias/app-12')
    await tabTo(page, '← All keys')
  })

  test('the arrow keys pass over choices, and one takes effect with the button', async () => {
    if (!PHONE) throw new Error('there is a phone look')
    const { origin } = sample()
    const { page } = await pageOf(PHONE, origin)
    await page.goto(origin)
    await page.focus('select[name=verdict]')
    for (const verdict of ['blocked', 'support-required', 'unknown']) {
      await page.keyboard.press('ArrowDown')
      expect(await page.inputValue('select[name=verdict]')).toBe(verdict)
    }
    await page.waitForTimeout(300)
    expect(page.url()).toBe(`${origin}/`)
    await tabTo(page, 'Show')
    await page.keyboard.press('Enter')
    await page.waitForURL(/verdict=unknown/)
    expect(await page.locator('[role=status]').textContent()).toContain('12 of 60')
  })

  test('everything works without JavaScript', async () => {
    if (!PLAIN) throw new Error('there is a look without script')
    const { origin } = sample()
    const { page } = await pageOf(PLAIN, origin)
    await page.goto(`${origin}/?lang=en`)
    await page.selectOption('select[name=verdict]', 'ready')
    await page.fill('input[name=q]', 'orders')
    await page.click('button[type=submit]')
    await page.waitForURL(/verdict=ready/)
    expect(page.url()).toContain('lang=en')
    await page.click('.totals li:first-child a')
    await page.waitForURL(/verdict=blocked/)
    await page.click('.keys tbody th a')
    await page.waitForURL(/\/keys\//)
    await page.click('text=All keys')
    await page.waitForURL(/\/\?verdict=blocked&q=orders&lang=en$/)
    await page.click('text=Clear filters')
    await page.click('text=Next')
    await page.waitForURL(/page=2/)
    expect(await page.locator('.keys tbody').count()).toBe(10)
  })

  test('on paper there are all words and no controls', async () => {
    if (!DESK) throw new Error('there is a desktop look')
    const { origin } = sample()
    const { page } = await pageOf({ ...DESK, colorScheme: 'dark' }, origin)
    await page.goto(`${origin}${BLOCKED}`)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    expect(await page.locator('.finding').first().isVisible()).toBe(true)
    await screenshot(page, 'key-print')
    await page.goto(origin)
    expect(await page.locator('#filters').isVisible()).toBe(false)
  })
})

/** Id or name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.id || document.activeElement.name')
}

/** Presses Tab until what has the focus begins with this text. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate<string>('(document.activeElement.innerText ?? "").trim()')
    if (name.startsWith(text)) return
  }
  throw new Error(`no Tab leads to ${text}`)
}
