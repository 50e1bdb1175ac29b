import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { runNights, type Tables } from '../../cli/demo/nights.ts'
import { MINUTE } from '../../shared/domain/time.ts'

/** The moment that the sample company is made for, and that clocks continue from: always the same, so that the pictures are. */
const NIGHT = Date.parse('2026-11-24T23:25:00Z')
/** When its digest is sent, 8:30 in Shanghai. */
const MORNING = NIGHT + 65 * MINUTE

const STORE = fileURLToPath(new URL('../../out/pictures.db', import.meta.url))

/** Audits the sample company for two nights, as `npm start` does, and looks at the tables on the morning after. */
export function withSample<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
  let begun: number | undefined
  const clock = () => {
    begun ??= Date.now()
    return NIGHT + Date.now() - begun
  }
  const nobody = () => new Writable({ write: (_chunk, _encoding, done) => done() })
  const { signal } = new AbortController()
  const terminal = { env: {}, cwd: process.cwd(), stdout: nobody(), stderr: nobody(), clock, signal }
  return runNights(terminal, { storeFile: STORE }, (tables) =>
    work({ ...tables, terminal: { ...tables.terminal, clock: () => MORNING } }),
  )
}
