import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A document of the project. */
export interface Page {
  /** From the root of the project. */
  readonly path: string
  readonly text: string
  /** The text without its blocks of code. */
  readonly prose: string
  /** What stands in blocks of shell code, lines that end in a backslash put together, comments dropped. */
  readonly shell: readonly string[]
  /** What stands between single backquotes. */
  readonly code: readonly string[]
}

const FOLDERS = ['', 'docs', 'docs/decisions', 'bench']
const BLOCK = /^ *```(\w*)\n([\s\S]*?)^ *```/gm

/** Every document of the project. */
export async function pages(): Promise<readonly Page[]> {
  const found = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(ROOT, folder))).filter((name) => name.endsWith('.md')).map((name) => join(folder, name)),
    ),
  )
  return Promise.all(found.flat().map(page))
}

/** One document, by its path from the root of the project. */
export async function page(path: string): Promise<Page> {
  const text = await readFile(join(ROOT, path), 'utf8')
  const prose = text.replaceAll(BLOCK, '')
  const shell = blocks(text, ['sh', 'crontab']).flatMap((block) =>
    block
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.replace(/(^|\s)#\s.*/, '').trim())
      .filter((line) => line !== ''),
  )
  return { path, text, prose, shell, code: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code) }
}

/** The blocks of code of these languages. */
export function blocks(text: string, languages: readonly string[]): readonly string[] {
  return [...text.matchAll(BLOCK)].flatMap(([, language = '', block = '']) =>
    languages.includes(language) ? [block] : [],
  )
}

/** The rows of the first table whose first heading is this one, as their cells. */
export function tableOf(text: string, heading: string): readonly (readonly string[])[] {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(`| ${heading} |`))
  const rows = lines.slice(at + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  // A bar inside of code is no border of a cell.
  return rows.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .replaceAll(/`[^`]*`/g, (code) => code.replaceAll('|', '¦'))
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}
