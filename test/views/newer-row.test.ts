import { expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import { makePlan } from '../../shared/domain/plan/make-plan.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { renderReport } from '../../shared/report/page.ts'
import { FORMATS, formatRows } from '../../shared/rows/formats.ts'
import { CellReader } from '../../shared/store/records/cells.ts'
import { changeCells, changeOf } from '../../shared/store/records/history.ts'
import { readinessCells, readinessOf } from '../../shared/store/records/readiness.ts'
import { damaged } from '../../shared/store/sqlite/failure.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { renderExplain } from '../../shared/views/explain.ts'
import { OPTIONS } from '../support/domain/plan-rows.ts'
import { change, diagnostic, LAST_RUN } from '../support/rows.ts'
import { readinessRow } from '../support/store/rows.ts'

const NOW = Date.parse('2026-11-23T01:30:00Z')
const NEWER = 'word-of-tomorrow'
const TIMEZONE = 'Asia/Shanghai'

/** Every text in a value that is no moment, by its path. */
function textsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'string') return Number.isNaN(Date.parse(value)) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => textsOf(member, [...path, name]))
}

function changed(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return NEWER
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[first] = changed(copy[first], rest)
  return copy
}

const reader = (cells: Readonly<Record<string, unknown>>) =>
  new CellReader(
    (column) => cells[column],
    (cause) => damaged('table.db', cause),
  )

/** Everything that people read a row in. */
async function everything(row: ReadinessRow, language: 'en' | 'zh'): Promise<string> {
  const changes = [change({ keyId: row.keyId })]
  const settings = { now: NOW, timezone: TIMEZONE, rules: '2023-09', lastRun: LAST_RUN } as const
  const digest = await makeDigest({ rows: [row], changes, diagnostics: [diagnostic()], ...settings, period: 'week' })
  const plan = makePlan([row], { ...OPTIONS, now: NOW })
  const made = [
    renderExplain(row, { history: changes, now: NOW, language, timezone: TIMEZONE, colour: false }),
    renderTerminal(digest, { width: 1_000, colour: false, language, timezone: TIMEZONE }),
    ...renderReport({ rows: [row], digest, plan, language, timezone: TIMEZONE }),
  ]
  for (const format of FORMATS)
    for await (const piece of formatRows([row], format, { now: NOW, colour: false })) made.push(piece)
  return made.join('\n')
}

const VERDICTS = ['blocked', 'ready', 'migrated'] as const

const TEXTS = textsOf(readinessRow())

it('a row has many texts', () => {
  expect(TEXTS.length).toBeGreaterThan(40)
})

it.each(TEXTS.map((path, at) => [path.join('.'), path, at] as const))(
  'a row that a newer version wrote is shown, or refused in one line: another %s',
  async (name, path, at) => {
    const row = readinessRow({ verdict: VERDICTS[at % VERDICTS.length] ?? 'ready' })
    let newer: ReadinessRow
    try {
      newer = readinessOf(reader(readinessCells(changed(row, path) as ReadinessRow)))
    } catch (error) {
      expect(String(error), name).toMatch(/^StoreLayoutError: .*newer version.*"word-of-tomorrow".*Update/)
      return
    }
    const told = await everything(newer, at % 2 === 0 ? 'en' : 'zh').catch((error) => String(error))
    expect(told, name).not.toMatch(/TypeError|RangeError|\bundefined\b|\bNaN\b/)
  },
)

it('a change of a newer version is refused in one line', () => {
  const cells = { ...changeCells(change()), verdict_after: NEWER }
  expect(() => changeOf(reader(cells))).toThrow(
    /^The store table\.db .*verdict_after "word-of-tomorrow".*Update this program\.$/,
  )
})
