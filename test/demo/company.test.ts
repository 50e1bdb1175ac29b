import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RULES } from '../../shared/domain/rules/registry.ts'
import { DAY } from '../../shared/domain/time.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { changeOvernight } from '../../simulator/sample-company/overnight.ts'
import { sampleCompany } from '../../simulator/sample-company/sample-company.ts'

const NOW = Date.parse('2024-06-18T03:20:00Z')
const COMPANY = new URL('../../simulator/sample-company/teams/', import.meta.url)

/** Verdicts and rules: what the product says of a key, and the company must not. */
const CONCLUSIONS = new RegExp(`\\b(${[...VERDICTS, ...RULES.map(({ id }) => id)].join('|')})\\b`, 'i')

describe('the sample company', () => {
  const { world } = sampleCompany(NOW)
  const regions = world.accounts.flatMap((account) => Object.values(account.regions))
  const events = regions.flatMap((region) => region.events)

  it('states causes: no verdict and no rule is in its world, before the night or after', () => {
    const changed = sampleCompany(NOW).world
    changeOvernight(changed, NOW)
    expect(JSON.stringify(world)).not.toMatch(CONCLUSIONS)
    expect(JSON.stringify(changed)).not.toMatch(CONCLUSIONS)
  })

  it.each(readdirSync(COMPANY))('tells no conclusion in %s', (file) => {
    expect(readFileSync(new URL(file, COMPANY), 'utf8')).not.toMatch(CONCLUSIONS)
  })

  it('is the same for the same moment', () => {
    expect(sampleCompany(NOW).world).toEqual(world)
  })

  it('has some thousand events over the 90 days, each with an id of its own and none in the future', () => {
    const times = events.map(({ raw }) => Date.parse(String(raw.eventTime)))
    expect(events.length).toBeGreaterThan(2_000)
    expect(events.length).toBeLessThan(8_000)
    expect(new Set(events.map(({ raw }) => raw.eventId)).size).toBe(events.length)
    expect(Math.min(...times)).toBeLessThan(NOW - 90 * DAY)
    expect(Math.max(...times)).toBeLessThan(NOW)
  })

  it('says of every event that it is invented', () => {
    expect(events.filter(({ synthetic }) => !synthetic)).toEqual([])
  })
})
