import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pages, ROOT } from '../support/docs/pages.ts'

const ALL = await pages()
const anchors = new Map(ALL.map(({ path, prose }) => [path, anchorsOf(prose)]))

/** As GitHub makes anchors of headings. */
function anchorsOf(prose: string): readonly string[] {
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('relative links', () => {
  it.each(ALL)('of $path lead to files and headings that are there', ({ path, prose }) => {
    const dead = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return []
      const [file = '', anchor] = target.split('#')
      const found = file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file))
      if (!existsSync(join(ROOT, found))) return [target]
      return anchor === undefined || anchors.get(found)?.includes(anchor) ? [] : [target]
    })
    expect(dead).toEqual([])
  })

  it('lead to every page from README', () => {
    const reached = new Set(['README.md'])
    for (const path of reached) {
      const { prose } = ALL.find((page) => page.path === path) ?? { prose: '' }
      for (const [, target = ''] of prose.matchAll(/\]\(([^)\s#]+\.md)/g))
        if (!target.includes(':')) reached.add(relative(ROOT, join(ROOT, dirname(path), target)))
    }
    expect([...reached].sort()).toEqual(ALL.map(({ path }) => path).sort())
  })
})
