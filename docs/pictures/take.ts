import type { Browser } from 'playwright-core'
import type { Picture } from './picture.ts'

/** Draws a picture into a folder; its size in bytes. */
export async function take(browser: Browser, picture: Picture, folder: string): Promise<number> {
  const { name, html, width, height, scale, ends } = picture
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: 'light',
    offline: true,
  })
  try {
    const page = await context.newPage()
    await page.setContent(html)
    const bottoms = await page.evaluate<number[]>(
      `[...document.querySelectorAll(${JSON.stringify(ends)})]
        .filter((each) => each.checkVisibility())
        .map((each) => each.getBoundingClientRect().bottom)`,
    )
    const last = Math.max(...bottoms.filter((bottom) => bottom <= height))
    if (!Number.isFinite(last)) throw new Error(`Picture ${name}: nothing of ${ends} ends within ${height} pixels.`)
    const clip = { x: 0, y: 0, width, height: Math.floor(last) }
    return (await page.screenshot({ path: `${folder}${name}.png`, clip })).length
  } finally {
    await context.close()
  }
}
