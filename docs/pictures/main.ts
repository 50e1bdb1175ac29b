import { fileURLToPath } from 'node:url'
import { openBrowser } from './chromium.ts'
import { pictures } from './pictures.ts'
import { withSample } from './sample.ts'
import { take } from './take.ts'

// `npm run -s pictures`: every picture of the documents, drawn again from the sample company's second night.

const DOCS = fileURLToPath(new URL('../', import.meta.url))

const browser = await openBrowser()
try {
  for (const picture of await withSample(pictures)) {
    const bytes = await take(browser, picture, DOCS)
    process.stdout.write(`docs/${picture.name}.png: ${Math.round(bytes / 1024)} KB\n`)
  }
} finally {
  await browser.close()
}
// Sockets that the vendor's clients keep alive would hold the process for seconds.
process.exit()
