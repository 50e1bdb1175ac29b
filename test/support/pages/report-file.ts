import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { reportPieces } from '../../../cli/table-report.ts'
import { writeFile } from '../../../cli/write-file.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import type { Language } from '../../../shared/domain/language.ts'
import { silentLog } from '../../../shared/log/log.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { AtEnd } from '../functions/query/asked.ts'
import { NOW } from '../rows.ts'

/** The report of a store as a file, for one test unless `atEnd` says otherwise; its address. */
export async function reportOf(store: Store, language: Language, atEnd: AtEnd = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'report-'))
  atEnd(() => rm(folder, { recursive: true }))
  const file = join(folder, 'report.html')
  const terminal = { clock: () => NOW, signal: new AbortController().signal }
  const tables = { store, config: loadConfig({}, { cwd: folder }), log: silentLog }
  await writeFile(file, await reportPieces(tables, terminal, language))
  return pathToFileURL(file).href
}
