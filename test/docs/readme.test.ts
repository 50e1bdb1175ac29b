import { describe, expect, it } from 'vitest'
import { page } from '../support/docs/pages.ts'

/** What a newcomer reads in three minutes. */
const MAX_LINES = 150

describe('README', () => {
  it('is one page', async () => {
    const { text } = await page('README.md')
    expect(text.split('\n').length).toBeLessThanOrEqual(MAX_LINES)
  })

  it('has the two commands that need nothing but Node.js', async () => {
    const { shell } = await page('README.md')
    expect(shell).toEqual(expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']))
  })
})
