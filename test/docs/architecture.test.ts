import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { page, ROOT, tableOf } from '../support/docs/pages.ts'

const override = z.object({
  includes: z.tuple([z.string()]).rest(z.string()),
  linter: z.object({
    rules: z.object({
      style: z.object({
        noRestrictedImports: z.object({ options: z.object({ patterns: z.array(z.object({ message: z.string() })) }) }),
      }),
    }),
  }),
})
const lint = z.object({ overrides: z.array(z.unknown()) })

/** Each room and what lint lets it import, in the words of lint's message. A part of a room that may import less is no room of its own. */
async function allowed(): Promise<readonly (readonly [string, string])[]> {
  const { overrides } = lint.parse(JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8')))
  return overrides.flatMap((each) => {
    const { data } = override.safeParse(each)
    const message = data?.linter.rules.style.noRestrictedImports.options.patterns[0]?.message ?? ''
    const [, imports] = / imports (.*?)(?: and nothing of test\/)?: see /.exec(message) ?? []
    return data?.includes[0].endsWith('/**') && imports !== undefined
      ? [[data.includes[0].replace('**', ''), imports] as const]
      : []
  })
}

it('the rooms and what they import are those that lint knows', async () => {
  const { text } = await page('docs/architecture.md')
  const told = tableOf(text, 'room').map(([room = '', , imports = '']) =>
    [room, imports].map((cell) => cell.replaceAll('`', '')),
  )
  const held = await allowed()
  expect(held.length).toBeGreaterThan(0)
  expect(told).toEqual(held)
})
