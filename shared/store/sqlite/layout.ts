/** Marks a database file as ours (`PRAGMA application_id`): "CMKr" in ASCII. */
export const APPLICATION_ID = 0x434d4b72
/** Version of the tables below (`PRAGMA user_version`). A file with a higher one was written by a newer program. */
export const LAYOUT_VERSION = 1

/** What a stale write fails with, so that it is told from every other constraint. */
export const STALE_FENCE = 'fence of a later lease'

/** Columns that files of this version may lack: they came later, and who does not know them is not disturbed. */
export const LATER_COLUMNS = [
  { table: 'readiness', column: 'owner', type: 'TEXT' },
  { table: 'readiness', column: 'next_rotation_at', type: 'TEXT' },
  { table: 'readiness', column: 'week', type: 'TEXT' },
  { table: 'readiness', column: 'protection_level', type: 'TEXT' },
  { table: 'readiness', column: 'resources', type: 'TEXT' },
  { table: 'readiness', column: 'more_resources', type: 'INTEGER' },
  { table: 'readiness', column: 'resource_reads', type: 'TEXT' },
  { table: 'readiness', column: 'after_move', type: 'TEXT' },
  { table: 'readiness', column: 'callers_left', type: 'INTEGER' },
  { table: 'readiness', column: 'callers_failing', type: 'INTEGER' },
  { table: 'readiness', column: 'entry_closes_at', type: 'TEXT' },
  { table: 'readiness', column: 'rotation_off', type: 'INTEGER' },
  { table: 'progress', column: 'brief', type: 'TEXT' },
] as const

/** Creates the tables in one transaction. Safe to run by two processes at once: the second finds everything there. */
export const CREATE_LAYOUT: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS readiness (
    scope TEXT NOT NULL, key_id TEXT NOT NULL,
    account_id TEXT NOT NULL, region TEXT NOT NULL, arn TEXT NOT NULL, aliases TEXT NOT NULL,
    verdict TEXT NOT NULL, rules TEXT NOT NULL,
    key_state TEXT, key_spec TEXT, key_usage TEXT, origin TEXT, automatic_rotation TEXT, versions INTEGER,
    kms_instance_id TEXT, created_at TEXT, next_rotation_at TEXT, protection_level TEXT,
    calls INTEGER NOT NULL, failures INTEGER NOT NULL, last_used_at TEXT,
    observed_from TEXT NOT NULL, observed_to TEXT NOT NULL, complete INTEGER NOT NULL,
    checked_at TEXT NOT NULL, changed_at TEXT NOT NULL,
    findings TEXT NOT NULL, by_operation TEXT NOT NULL, callers TEXT NOT NULL, more_callers INTEGER NOT NULL,
    hours TEXT NOT NULL, week TEXT, gaps TEXT NOT NULL, tags TEXT NOT NULL, owner TEXT, secrets TEXT NOT NULL, unread TEXT NOT NULL,
    resources TEXT, more_resources INTEGER, resource_reads TEXT,
    after_move TEXT, callers_left INTEGER, callers_failing INTEGER, entry_closes_at TEXT, rotation_off INTEGER,
    PRIMARY KEY (scope, key_id)
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS readiness_verdict ON readiness (verdict)',
  `CREATE TABLE IF NOT EXISTS usage (
    scope TEXT NOT NULL, day TEXT NOT NULL, key_id TEXT NOT NULL, series TEXT NOT NULL,
    operation TEXT NOT NULL, outcome TEXT NOT NULL, caller TEXT NOT NULL,
    calls INTEGER NOT NULL, failures INTEGER NOT NULL, hours TEXT NOT NULL,
    first_at TEXT NOT NULL, last_at TEXT NOT NULL, events TEXT NOT NULL,
    PRIMARY KEY (scope, day, key_id, series)
  ) STRICT`,
  `CREATE TABLE IF NOT EXISTS history (
    scope TEXT NOT NULL, key_id TEXT NOT NULL, changed_at TEXT NOT NULL,
    account_id TEXT NOT NULL, region TEXT NOT NULL,
    verdict_before TEXT, verdict_after TEXT, why TEXT NOT NULL, events TEXT NOT NULL,
    PRIMARY KEY (scope, key_id, changed_at)
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS history_changed ON history (changed_at, verdict_before, verdict_after)',
  `CREATE TABLE IF NOT EXISTS progress (
    scope TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, fence INTEGER, brief TEXT,
    PRIMARY KEY (scope, name)
  ) STRICT`,
  `CREATE TABLE IF NOT EXISTS decisions (
    scope TEXT NOT NULL, subject TEXT NOT NULL, number TEXT NOT NULL,
    account_id TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    decided_by TEXT NOT NULL, decided_at TEXT NOT NULL, why TEXT NOT NULL, until TEXT,
    PRIMARY KEY (scope, subject, number)
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS progress_name ON progress (name, scope)',
  // Whoever lost its lease must not overwrite what its successor wrote, and one refused entry refuses the whole batch.
  `CREATE TRIGGER IF NOT EXISTS progress_fence BEFORE UPDATE ON progress WHEN new.fence < old.fence
    BEGIN SELECT RAISE(ABORT, '${STALE_FENCE}'); END`,
  `PRAGMA application_id = ${APPLICATION_ID}`,
  `PRAGMA user_version = ${LAYOUT_VERSION}`,
]
