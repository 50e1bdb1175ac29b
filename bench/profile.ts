import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { fixed, number, printTable, words } from './print.ts'

/** What V8 writes: the sampled node of each moment, and the time since the one before, in microseconds. */
const profileSchema = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})

/** The rows of each table that are shown. */
const SHOWN = 22

/** Prints where a profiled night spent its time, by file and by function, in microseconds an event. */
export async function profileTable(folder: string, events: number): Promise<void> {
  const [file] = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error('the night left no profile: see above')
  const profile = profileSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
  const byFile = new Map<string, number>()
  const byFunction = new Map<string, number>()
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id)
    if (!frame || frame.functionName === '(idle)') continue
    const time = profile.timeDeltas[index] ?? 0
    const place = placeOf(frame.url) || frame.functionName || '(anonymous)'
    byFile.set(place, (byFile.get(place) ?? 0) + time)
    const name = `${frame.functionName || '(anonymous)'}  ${placeOf(frame.url)}`
    byFunction.set(name, (byFunction.get(name) ?? 0) + time)
  }
  for (const [title, times] of [
    ['file or package', byFile],
    ['function', byFunction],
  ] as const) {
    const total = [...times.values()].reduce((sum, time) => sum + time, 0)
    const most = [...times].sort(([, a], [, b]) => b - a).slice(0, SHOWN)
    printTable(most, [
      words(title, ([name]) => name),
      number('own µs an event', ([, time]) => fixed(time / events, 1)),
      number('share', ([, time]) => `${fixed((100 * time) / total, 1)} %`),
    ])
  }
}

/** A file of the project, a package, or a module of Node's. */
function placeOf(url: string): string {
  const inPackage = /\/node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*\/node_modules\/)/.exec(url)?.[1]
  if (inPackage !== undefined) return inPackage
  return /\/((?:shared|functions|bench|test)\/.*)$/.exec(url)?.[1] ?? url
}
