import { basename } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, ENTRY, functionNames } from '../../deploy/bundle.ts'
import { builtBundles } from '../support/deploy/built-functions.ts'
import { packagesOf, staticFiles, staticModules } from '../support/deploy/static-modules.ts'

/** What a function may read before it is called. SDKs, charts, the mailer and HTTP servers are none of it. */
const PACKAGES = ['ipaddr.js', 'p-map', 'yaml', 'zod']
/** What draws pages and messages besides. */
const DRAWING = ['ansi-regex', 'get-east-asian-width', 'hono', 'picocolors', 'string-width', 'strip-ansi']
/** Bytes. */
const MAX_READ = 1_000_000

const names = await functionNames()

describe('loading a function', () => {
  let bundles: readonly Bundle[] = []
  beforeAll(async () => {
    bundles = await builtBundles()
    // The first one bundles the functions, which takes long on a busy machine.
  }, 120_000)

  const bundleOf = (name: string): Bundle => {
    const bundle = bundles.find((each) => each.name === name)
    if (bundle) return bundle
    throw new Error(`There is no bundle of ${name}.`)
  }

  it.each(names)('%s reads no SDK, no charts and no mailer', (name) => {
    const { metafile } = bundleOf(name)
    const modules = staticModules(metafile, `functions/${name}/index.ts`)
    const drawing = ['digest', 'query'].includes(name) ? DRAWING : []
    expect([...PACKAGES, ...drawing]).toEqual(expect.arrayContaining([...packagesOf(modules)]))
    expect([...modules].filter((path) => /^shared\/channels\/[^/]+\/channel\.ts$/.test(path))).toEqual([])
    expect([...modules].filter((path) => path.startsWith('shared/report/charts/draw'))).toEqual([])
  })

  it.each(names)('%s reads less than a megabyte', (name) => {
    const { metafile } = bundleOf(name)
    const entry = Object.keys(metafile.outputs).find((path) => path.endsWith(`${name}/${ENTRY}`)) ?? ''
    const files = [...staticFiles(metafile, entry)]
    expect(files.map((path) => basename(path))).toContain(ENTRY)
    const bytes = files.reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0)
    expect(bytes).toBeGreaterThan(100_000)
    expect(bytes).toBeLessThan(MAX_READ)
  })

  it.each(['inventory', 'usage', 'assess'])(
    '%s holds nothing that shows, draws or sends, in any part of it',
    (name) => {
      const rooms =
        /^shared\/(text|document|views|report|digest)\/|^shared\/channels\/.*(?<!definition|definitions|options|server)\.ts$/
      expect(Object.keys(bundleOf(name).metafile.inputs).filter((path) => rooms.test(path))).toEqual([])
    },
  )

  it('the configuration knows of channels what defines them, and nothing that sends', () => {
    const modules = [...staticModules(bundleOf('digest').metafile, 'shared/config/config.ts')]
    expect(modules).toContain('shared/channels/definitions.ts')
    const inner = modules.filter((path) => path.startsWith('shared/channels/'))
    expect(
      inner.filter((path) => !/\/(channel-definition|mention-options|definitions?|options|server)\.ts$/.test(path)),
    ).toEqual([])
    expect(modules.filter((path) => !/^(shared\/(config|channels|domain|net)\/|node_modules\/)/.test(path))).toEqual([])
  })
})
