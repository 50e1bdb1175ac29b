import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { joinName } from '../../cli/command.ts'
import { makeProgram } from '../../cli/program.ts'
import { CHANNEL_DEFINITIONS } from '../../shared/channels/definitions.ts'
import { KNOWN } from '../../shared/config/variables.ts'
import { page, pages, ROOT, tableOf } from '../support/docs/pages.ts'

const ALL = await pages()
const read = (path: string) => readFile(join(ROOT, path), 'utf8')
const manifest: unknown = JSON.parse(await read('package.json'))
const SCRIPTS =
  typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? Object.keys(manifest.scripts ?? {}) : []
const program = makeProgram(async () => undefined, {})
const MEASURES = [...(await read('bench/main.ts')).matchAll(/\.command\('([^']+)'\)/g)].map(([, name = '']) => name)

/** What a document tells the reader to type: lines of shell code, and code in its text. */
const typed = ({ shell, code }: (typeof ALL)[number]) => [...shell, ...code]

function optionsOf(command: Command): readonly string[] {
  return command.options.flatMap(({ short, long }) => [short ?? '', long ?? ''])
}

/** What is wrong with a use of the terminal's program: a command or an option that it does not have. */
function mistakesIn(words: readonly string[]): readonly string[] {
  const [name = '', ...rest] = joinName(words)
  if (name.startsWith('<') || name === '--help') return []
  const command = program.commands.find((each) => each.name() === name)
  if (!command) return [name]
  const known = [...optionsOf(command), ...optionsOf(program), '--help']
  return rest
    .filter((word) => /^--?[a-z]/.test(word) && !known.includes(word.replace(/=.*/, '')))
    .map((word) => `${name} ${word}`)
}

describe.each(ALL)('$path names', (page) => {
  it('npm scripts that there are', () => {
    const named = typed(page).flatMap((text) =>
      [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name),
    )
    expect(named.filter((name) => !SCRIPTS.includes(name ?? ''))).toEqual([])
  })

  it('commands and options that there are', () => {
    const uses = typed(page).flatMap((text) =>
      [...text.matchAll(/npm run -s cli -- ([^|;&>`]*)/g)].map(([, use = '']) => use),
    )
    expect(uses.flatMap((use) => mistakesIn(use.trim().split(/\s+/)))).toEqual([])
    const measured = typed(page).flatMap((text) =>
      [...text.matchAll(/bench -- ([a-z][\w-]*)/g)].map(([, name = '']) => name),
    )
    expect(measured.filter((name) => !MEASURES.includes(name))).toEqual([])
  })

  it('files and folders that there are', () => {
    const named = page.code.filter((code) =>
      /^(\.ci|bench|cli|deploy|docs|functions|shared|simulator|test)\/[\w./-]*$/.test(code),
    )
    // A walk has the reader make some.
    const made = [...page.prose.matchAll(/[Mm]akes? `([^`]+)`/g)].map(([, path]) => path)
    expect(named.filter((path) => !made.includes(path) && !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('variables that there are', async () => {
    const deployed = [...(await read('s.yaml')).matchAll(/env\('([A-Z_]+)'/g)].map(([, name = '']) => name)
    const named = [...page.text.matchAll(/\b(?:CMK|DEPLOY)_[A-Z_]*[A-Z]\b/g)].map(([name]) => name)
    expect(named.filter((name) => !KNOWN.includes(name) && !deployed.includes(name))).toEqual([])
  })
})

describe('the page of commands', () => {
  it('has every command', async () => {
    const { text } = await page('docs/commands.md')
    const told = tableOf(text, 'command').map(([name = '']) => /^`([a-z]+(?: [a-z]+)?)(?:[ `])/.exec(name)?.[1])
    expect(told.sort()).toEqual(
      program.commands
        .map((command) => command.name())
        .filter((name) => name !== 'help')
        .sort(),
    )
  })
})

describe('the page of the digest', () => {
  it('has every kind of channel', async () => {
    const { text } = await page('docs/digest.md')
    const told = tableOf(text, 'channel').flatMap(([, addresses = '']) =>
      [...addresses.matchAll(/`([a-z]+):/g)].map(([, kind]) => kind),
    )
    expect(told.sort()).toEqual(CHANNEL_DEFINITIONS.map(({ kind }) => kind).sort())
  })
})

describe('the page of configuration', () => {
  it('has every variable', async () => {
    const { text } = await page('docs/configuration.md')
    const told = tableOf(text, 'variable').flatMap(([names = '']) =>
      [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    )
    expect(told.filter((name) => name?.startsWith('CMK_')).sort()).toEqual([...KNOWN].sort())
  })
})
