import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Chromium is: CHROMIUM, or where Debian puts it; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium'].find((file) => file && existsSync(file))

/**
 * Of Chromium's own parts, what nobody sees here: each window would draw two pages behind its address bar. The rest is what Playwright turns
 * off itself and what concerns a page on this machine: the last list counts.
 */
const UNUSED_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
]

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${UNUSED_FEATURES.join(',')}`,
  // All pages are our own: one process draws them, and need not start anew between a file and an address.
  '--disable-site-isolation-trials',
  '--renderer-process-limit=1',
  // A script runs once in a page; to compile it for speed takes longer than it runs.
  '--js-flags=--max-opt=1',
]

/** A browser with a profile of its own, which is gone with it. */
export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium on this machine')
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
}
