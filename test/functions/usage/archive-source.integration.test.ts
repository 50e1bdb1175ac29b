import { openArchive } from '../../../functions/usage/sources/archive/open-archive.ts'
import { DAY, type Instant, iso } from '../../../shared/domain/time.ts'
import { daysOf } from '../../../shared/domain/window.ts'
import { type ArchiveObject, archiveFiles } from '../../../simulator/cloud/oss/archive-files.ts'
import type { World } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { ArchiveFolder } from '../../support/usage/archive-folder.ts'
import { type DayFault, sourceContract } from '../../support/usage/source-contract.ts'

const othersAt = (at: Instant) => event({ serviceName: 'Ecs', eventName: 'DescribeInstances', eventTime: iso(at) }).raw
/** Before any window of the contract. */
const BEGIN = Date.parse('2026-10-25T00:00:00Z')

function filesOf(world: World, now: Instant, region: string): ArchiveObject[] {
  const events = world.accounts[0]?.regions[region]?.events ?? []
  // Other services are called all the time, so that every day has a file.
  const others = daysOf({ from: BEGIN, to: now }).map(({ to }) => othersAt(to))
  return archiveFiles([...others, ...events.map(({ raw }) => raw)], { region }, 'array', DAY)
}

/** The day's file, broken. */
function brokenFile({ key, body }: ArchiveObject, { kind }: DayFault): ArchiveObject {
  if (kind === 'breaks-off') return { key, body: body.subarray(0, body.length - 20) }
  return { key: key.replace(/_1002_\d+_/, '_1002_999_'), body }
}

sourceContract('dir', async (world, clock) => {
  const folder = new ArchiveFolder()
  let fault: DayFault | undefined
  const write = () => {
    folder.empty()
    for (const region of Object.keys(world.accounts[0]?.regions ?? {})) {
      for (const file of filesOf(world, clock(), region)) {
        const isBroken = fault && file.key.includes(`_${iso(fault.midnight).slice(0, 10).replaceAll('-', '')}`)
        folder.put(fault && isBroken ? brokenFile(file, fault) : file)
      }
    }
  }
  write()
  const source = await openArchive(folder.path)
  return {
    source: {
      scope: (scope) => {
        write()
        return source.scope(scope)
      },
    },
    setFault: (given) => {
      fault = given
    },
    close: async () => folder.remove(),
  }
})
