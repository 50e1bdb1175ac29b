import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../../../docs/pictures/chromium.ts'
import { TOKEN } from '../functions/query/asked.ts'

/** Pictures for people to look at, where SCREENSHOTS is set; not kept in the repository. */
const SCREENSHOTS = fileURLToPath(new URL('../../../out/screenshots/', import.meta.url))

/** A way of looking at pages. */
export interface Look {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly colorScheme: 'light' | 'dark'
  readonly locale: 'en-US' | 'zh-CN'
  readonly javaScriptEnabled: boolean
}

const PHONE = { width: 390, height: 844 }
/** What a wide window becomes when its text is made four times as large (WCAG 1.4.10). */
const ENLARGED = { width: 320, height: 568 }
const DESKTOP = { width: 1280, height: 900 }
export const LOOKS: readonly Look[] = [
  { name: 'desktop-light-en', ...DESKTOP, colorScheme: 'light', locale: 'en-US', javaScriptEnabled: true },
  { name: 'desktop-dark-zh', ...DESKTOP, colorScheme: 'dark', locale: 'zh-CN', javaScriptEnabled: true },
  { name: 'phone-dark-en', ...PHONE, colorScheme: 'dark', locale: 'en-US', javaScriptEnabled: true },
  { name: 'phone-light-zh-noscript', ...PHONE, colorScheme: 'light', locale: 'zh-CN', javaScriptEnabled: false },
  { name: 'enlarged-light-en', ...ENLARGED, colorScheme: 'light', locale: 'en-US', javaScriptEnabled: true },
]

/** A page, and everything that it did which a quiet page does not do. */
export interface Watched {
  readonly page: Page
  readonly incidents: string[]
}

/** One browser for the tests of a suite; returns how to reach it. Starting it takes seconds on a busy machine. */
export function suiteBrowser(): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await openBrowser()
  }, 60_000)
  afterAll(() => browser?.close())
  return () => {
    if (!browser) throw new Error('no browser runs outside a test')
    return browser
  }
}

/**
 * Pages that the tests of a suite share, signed in as a user who typed the token: one for all looks of a language, with script or without. A
 * browser that has drawn a page before draws it again in a third of the time. Whoever takes it goes to an address first. Requests to anywhere
 * but `origin` are incidents, and go nowhere.
 */
export function suitePages(browser: () => Browser): (look: Look, origin: string) => Promise<Watched> {
  const pages = new Map<string, Promise<Watched>>()
  let allowed = ''
  return async (look, origin) => {
    const { width, height, colorScheme, locale, javaScriptEnabled } = look
    const name = `${locale} ${javaScriptEnabled}`
    const known = pages.get(name) ?? watchedPage(browser(), look, () => allowed)
    pages.set(name, known)
    const { page, incidents } = await known
    allowed = origin
    incidents.length = 0
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ media: null, colorScheme })
    return { page, incidents }
  }
}

async function watchedPage(browser: Browser, look: Look, origin: () => string): Promise<Watched> {
  const { width, height, colorScheme, locale, javaScriptEnabled } = look
  const settings: BrowserContextOptions = {
    viewport: { width, height },
    colorScheme,
    locale,
    javaScriptEnabled,
    httpCredentials: { username: 'anybody', password: TOKEN },
  }
  const context = await browser.newContext(settings)
  const incidents: string[] = []
  await context.route(
    (url) => !url.href.startsWith(origin()) && url.protocol !== 'data:',
    (route) => {
      incidents.push(`request ${route.request().url()}`)
      return route.abort()
    },
  )
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    incidents.push(`dialog ${dialog.message()}`)
    return dialog.dismiss()
  })
  page.on('pageerror', (error) => incidents.push(`error ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') incidents.push(`console ${message.text()}`)
  })
  return { page, incidents }
}

/** The checker as it is brought into each page: as a module it is twice as long, and would be read here too. */
const CHECKER = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is closed: the checker says nothing about it, except by its rules for ids and for the elements of `SPOKEN_WHILE_HIDDEN`. */
const CLOSED = 'details:not([open]) > :not(summary)'
const SPOKEN_WHILE_HIDDEN = '[accesskey], [aria-hidden], area, audio, video, blink, marquee'

/** What tables and lists have many of, and what in their HTML says no more than which one it is. */
const REPEATED = 'tbody, tr, li'
const WHICH_ONE = /(?<=>)[^<]+(?=<)|(?<= (?:id|href|for|title|datetime|data-[\w-]+)=")[^"]+(?=")/g

/**
 * What an accessibility checker finds that is more than minor: rule, and where. The checker works through all elements: it is given a page
 * without what is closed, which is nine tenths of a report, and with one of what is built alike beside each other.
 */
export async function accessProblems(page: Page): Promise<string[]> {
  const closed = await page.evaluate<string[]>(`(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => 'id twice: ' + id)
    const hidden = [...document.querySelectorAll('${SPOKEN_WHILE_HIDDEN}')].filter((each) => each.closest('${CLOSED}'))
    for (const each of document.querySelectorAll('${CLOSED}')) each.remove()
    const seen = new Map()
    for (const each of document.querySelectorAll('${REPEATED}')) {
      const built = each.outerHTML.replace(${WHICH_ONE}, '-')
      const siblings = seen.get(each.parentElement) ?? new Set()
      seen.set(each.parentElement, siblings)
      if (siblings.has(built)) each.remove()
      siblings.add(built)
    }
    return [...twice, ...hidden.map((each) => 'in what is closed: ' + each.outerHTML.slice(0, 100))]
  })()`)
  await page.evaluate(await CHECKER)
  const { violations } = await page.evaluate<{ violations: readonly Violation[] }>(
    "axe.run({ resultTypes: ['violations'] })",
  )
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
    .concat(closed)
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

/** What makes the page wider than its window: the elements that stick out of it. */
export function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth === clientWidth) return []
    const out = [...document.body.querySelectorAll(':not(.scroll *)')]
      .filter((each) => each.getBoundingClientRect().right > clientWidth)
      .map((each) => each.outerHTML.slice(0, 100))
    return ['up to ' + scrollWidth, ...out.slice(0, 10)]
  })()`)
}

/** A picture of the whole page. No test looks at it, and drawing a long page takes as long as checking it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return
  await mkdir(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: `${SCREENSHOTS}${name}.jpg`, fullPage: true, type: 'jpeg', quality: 80 })
}
