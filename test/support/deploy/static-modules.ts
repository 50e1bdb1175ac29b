import type { Metafile } from 'esbuild'

/** The modules that are loaded with one, itself among them: not what it loads with `import()` when it needs it. */
export function staticModules({ inputs }: Metafile, entry: string): ReadonlySet<string> {
  return reached(inputs, entry)
}

/** The files that are read when one is loaded, itself among them. */
export function staticFiles({ outputs }: Metafile, entry: string): ReadonlySet<string> {
  return reached(outputs, entry)
}

function reached(files: Metafile['inputs'] | Metafile['outputs'], entry: string): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (path: string) => {
    if (found.has(path)) return
    found.add(path)
    for (const { path: next, kind, external } of files[path]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) add(next)
  }
  add(entry)
  return found
}

/** The packages among modules, by name. */
export function packagesOf(modules: Iterable<string>): readonly string[] {
  const names = [...modules].flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [])
  return [...new Set(names)].sort()
}
