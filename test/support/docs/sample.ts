import { blocks, page } from './pages.ts'

const DAY = /\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g
const REQUEST = /RequestId [\da-f-]+/g

/** The lines of a digest without what differs from day to day, and without those that are empty or stand for others. */
export function sampleLines(digest: string): string[] {
  return digest
    .split('\n')
    .map((line) => line.trimEnd().replaceAll(DAY, '<day>').replaceAll(REQUEST, 'RequestId <id>'))
    .filter((line) => line !== '' && line.trim() !== '…')
}

/** The digest that a document shows, line by line. */
export async function sampleOf(path: string): Promise<readonly string[]> {
  const { text } = await page(path)
  const [sample = ''] = blocks(text, ['text'])
  return sampleLines(sample)
}
