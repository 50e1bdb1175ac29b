import { rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../../files/make-folder.ts'
import { StoreDamagedError, StoreError, StoreMissingError } from '../errors.ts'
import type { Store } from '../store.ts'
import type { StoreMode } from '../store-options.ts'
import { summarized } from '../summaries/summarized.ts'
import { Database } from './database.ts'
import { SqliteDecisions } from './decision-table.ts'
import { damaged } from './failure.ts'
import { checkLayout, errno, inspectFile, storeFile } from './file-header.ts'
import { SqliteHistory } from './history-table.ts'
import { CREATE_LAYOUT, LATER_COLUMNS } from './layout.ts'
import { SqliteProgress } from './progress-table.ts'
import { SqliteReadiness } from './readiness-table.ts'
import { SqliteUsage } from './usage-table.ts'

/**
 * Opens a store in a SQLite file. For writing, a missing or empty file becomes a store; what is foreign, newer or damaged is refused
 * and not touched. For reading and marking, the file must be there. `everyPage`: all of it is checked, which takes as long as reading it.
 * Throws a `StoreError`.
 */
export async function openSqlite(named: string, mode: StoreMode, everyPage = mode === 'write'): Promise<Store> {
  const found = inspectFile(named)
  if (found === 'missing' && mode !== 'write') {
    throw new StoreMissingError(
      `There is no store at ${named} yet. Run audit first, or set CMK_STORE to the file that it wrote.`,
      named,
    )
  }
  // The engine keeps its log beside what links lead to.
  const file = storeFile(named)
  if (found === 'missing') makeDirectory(file)
  const hadLog = exists(`${file}-wal`)
  const database = new Database(file)
  try {
    if (mode === 'read') await database.set('PRAGMA query_only = 1')
    if (everyPage) await checkPages(database)
    if (mode === 'write' || mode === 'decide') await prepareForWriting(database)
    await checkOpened(database)
  } catch (error) {
    database.close()
    // Opening makes an empty log beside a damaged file; nothing of it may stay.
    if (error instanceof StoreDamagedError && !hadLog)
      for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
    throw error
  }
  return storeOn(database, mode)
}

async function prepareForWriting(database: Database): Promise<void> {
  // Not all of them in a new file, in one whose creation was cut off and has just been rolled back, and in one of before there were these.
  const [schema] = await database.query(
    "SELECT count(*) AS entries FROM sqlite_schema WHERE name IN ('history_changed', 'decisions')",
  )
  if (schema?.entries !== 2) await database.write(CREATE_LAYOUT.map((sql) => ({ sql })))
  await addLaterColumns(database)
  // Readers and one writer at a time do not wait for each other. Only after the layout is in the file itself, where `inspectFile` looks.
  await database.query('PRAGMA journal_mode = WAL')
  // Safe against a crash of the process; a power cut may undo the last writes, in order, never tear them.
  await database.set('PRAGMA synchronous = NORMAL')
}

/** Adds the columns that a file of before there were these lacks. Safe to run by two processes at once. */
async function addLaterColumns(database: Database): Promise<void> {
  const missing = async () => {
    const found = await database.query(
      'SELECT tables.name AS in_table, columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns',
    )
    const there = new Set(found.map(({ in_table, name }) => `${in_table}.${name}`))
    return LATER_COLUMNS.filter(({ table, column }) => !there.has(`${table}.${column}`))
  }
  for (const { table, column, type } of await missing()) {
    try {
      await database.write([{ sql: `ALTER TABLE ${table} ADD COLUMN ${column} ${type}` }])
    } catch (error) {
      if ((await missing()).some((each) => each.table === table && each.column === column)) throw error
    }
  }
}

/** Throws a `StoreDamagedError` where a page is broken. */
async function checkPages(database: Database): Promise<void> {
  const [check] = await database.query('PRAGMA quick_check(1)')
  if (check?.quick_check !== 'ok') throw damaged(database.file)
}

/** Once more, as the engine sees it: a log that was not folded in yet may say otherwise than the file. */
async function checkOpened(database: Database): Promise<void> {
  const [row] = await database.query(
    'SELECT application_id, user_version FROM pragma_application_id, pragma_user_version',
  )
  if (!row) throw damaged(database.file)
  const cells = database.cells(row)
  checkLayout(database.file, cells.number('application_id'), cells.number('user_version'))
}

function storeOn(database: Database, mode: StoreMode): Store {
  const progress = new SqliteProgress(database)
  return {
    ...summarized({ readiness: new SqliteReadiness(database), history: new SqliteHistory(database), progress }),
    usage: new SqliteUsage(database),
    progress,
    // One file has one set of permissions: marks of their own table would be no better kept.
    marks: progress,
    decisions: new SqliteDecisions(database),
    async close() {
      if (database.closed) return
      // Folds the log into the file, so that the file alone can be copied. Whoever still reads keeps the rest in the log.
      if (mode !== 'read') await database.query('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined)
      database.close()
    },
  }
}

function makeDirectory(file: string): void {
  try {
    makeFolder(dirname(file))
  } catch (cause) {
    throw new StoreError(
      `The directory of the store ${file} cannot be made (${errno(cause)}). Set CMK_STORE to a file in a directory that may be written.`,
      file,
      { cause },
    )
  }
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}
