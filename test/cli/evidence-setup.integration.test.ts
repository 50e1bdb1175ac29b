import { describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { changes, operatorCloud, operatorWorld, SOURCE } from '../support/setup/operator.ts'

const ALL_STEPS = ['CreateProject', 'CreateTrail', 'StartLogging', 'UpdateIndex', 'CreateDeliveryHistoryJob']

describe('evidence setup --apply', () => {
  it('makes everything from nothing, and prints CMK_SOURCE', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const { status, stdout, stderr } = await runCli(['evidence', 'setup', '--apply', '--yes'], { env })
    expect(stderr).toBe('x')
    expect([status, stdout]).toEqual([0, `CMK_SOURCE=${SOURCE}\n`])
    expect(changes(cloud)).toEqual(ALL_STEPS)
  })
})
