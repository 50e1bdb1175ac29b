import { writeFile } from 'node:fs/promises'
import { printLine } from '../print.ts'
import { keptFigures } from '../scale/figures.ts'
import { scalePage } from '../scale/page.ts'

/** Writes bench/scale.md anew, from the figures that are kept. */
export async function writeScalePaper(): Promise<void> {
  const page = scalePage(await keptFigures())
  await writeFile(new URL('../scale.md', import.meta.url), page)
  printLine(page)
}
