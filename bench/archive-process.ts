import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { RegionReader } from '../functions/usage/read-region.ts'
import { openArchive } from '../functions/usage/sources/archive/open-archive.ts'
import { keepHeapSmall } from '../functions/usage/sources/steady-heap.ts'
import { loadConfig } from '../shared/config/config.ts'
import { gaps } from '../shared/domain/coverage.ts'
import { NO_FACTS } from '../shared/domain/key.ts'
import { message } from '../shared/domain/messages/message.ts'
import { textIn } from '../shared/domain/messages/text-in.ts'
import { scopeId } from '../shared/domain/scope.ts'
import { DAY, iso } from '../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../shared/domain/window.ts'
import { openStore } from '../shared/store/open-store.ts'
import { ScopeProgress } from '../shared/store/scope-progress.ts'
import { Database } from '../shared/store/sqlite/database.ts'
import { ARCHIVE_REGION, archiveKeys } from './archive-events.ts'

// Reads an archive into usage rows, in a process that does nothing else, and tells calls and peak memory in KB: `<folder> <until> <days>`.

keepHeapSmall()
const [folder, now, days] = z.tuple([z.string(), z.coerce.number(), z.coerce.number()]).parse(process.argv.slice(2))
const scope = { accountId: '1000000000000001', region: ARCHIVE_REGION }
const scratch = await mkdtemp(join(tmpdir(), 'cmk-bench-'))
const file = join(scratch, 'store.db')
const store = await openStore({ kind: 'sqlite', file }, { mode: 'write' })
const progress = new ScopeProgress(store, scopeId(scope))
const asOf = now - EVENT_DELIVERY_LAG
await progress.putSnapshots(
  archiveKeys().map(({ keyId, versionId }) => ({
    ...{
      keyId,
      arn: `acs:kms:${scope.region}:${scope.accountId}:key/${keyId}`,
      kind: 'candidate',
      onceCandidate: true,
    },
    ...{ facts: NO_FACTS, aliases: [], tags: [], secrets: [], versionIds: [versionId], versionsComplete: true },
    ...{ unread: [], asOf: iso(asOf) },
  })),
)
const signal = new AbortController().signal
const reader = await RegionReader.open(
  scope,
  {
    config: loadConfig({ CMK_OBSERVATION_DAYS: String(days) }, { cwd: scratch }),
    ...{ store, signal, report: () => {}, clock: () => now },
  },
  {
    ...{
      source: await openArchive(folder),
      asOf,
      deadline: Number.POSITIVE_INFINITY,
      outOfTime: message('time-used-up'),
      fence: 1,
    },
    ...{ within: signal, check: () => {} },
  },
)
await reader.read()
const { covered } = await progress.reading('all')
const missing = gaps({ from: asOf - (days - 1) * DAY, to: asOf - DAY }, covered).length
if (missing > 0)
  process.stderr.write(
    `${missing} gaps: ${reader
      .remaining()
      .reasons.map((reason) => textIn(reason, 'en'))
      .join('; ')}\n`,
  )
await store.close()
// By the table's engine: rows that come out one by one would be half as much work again.
const database = new Database(file)
const [sum] = await database.query('SELECT sum(calls) AS calls FROM usage')
database.close()
process.stdout.write(`${String(sum?.calls)} ${process.resourceUsage().maxRSS}\n`)
await rm(scratch, { recursive: true })
