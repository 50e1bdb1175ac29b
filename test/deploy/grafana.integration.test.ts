import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { read } from '../support/deploy/places.ts'
import { appOver, read as ask, storeOf } from '../support/functions/query/asked.ts'
import { putEvidence } from '../support/functions/query/evidence-rows.ts'
import { blockedRow, row } from '../support/rows.ts'

const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('$' + '{datasource}') })
const dashboard = z.object({
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), query: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      datasource,
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ datasource, expr: z.string(), legendFormat: z.string().optional() })).min(1),
    }),
  ),
})

describe('the dashboard of Grafana', () => {
  const parsed = async () => dashboard.parse(JSON.parse(await read('deploy/grafana/dashboard.json')))
  /** The labels of every metric that `/metrics` gives. */
  const given = async () => {
    const store = await storeOf([row(), blockedRow()])
    await putEvidence(store)
    const { text } = await ask(appOver(store), '/metrics')
    const names = [...text.matchAll(/^# TYPE (\w+) gauge$/gm)].map(([, name = '']) => name)
    const labelled = (name: string) => new RegExp(`^${name}(?:\\{(.*)\\})? `, 'm').exec(text)?.[1] ?? ''
    return new Map(names.map((name) => [name, [...labelled(name).matchAll(/(\w+)="/g)].map(([, label]) => label)]))
  }

  it('shows every metric that there is, and no other', async () => {
    const exprs = (await parsed()).panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
    const shown = new Set(exprs.flatMap((expr) => expr.match(/cmk_readiness_\w+/g) ?? []))
    expect([...shown].sort()).toEqual([...(await given()).keys()].sort())
  })

  it('shows what the page names', async () => {
    const named = (await read('docs/dashboard-and-api.md')).match(/cmk_readiness_\w+/g) ?? []
    expect([...new Set(named)].sort()).toEqual([...(await given()).keys()].sort())
  })

  it('asks for labels that they have', async () => {
    const metrics = await given()
    const { panels, templating } = await parsed()
    const asked = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr, legendFormat = '' }) => {
        const [metric = ''] = expr.match(/cmk_readiness_\w+/) ?? []
        const by = /by \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? []
        const matched = [...expr.matchAll(/(\w+)=~?"/g)].map(([, label]) => label)
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label)
        return [...by, ...matched, ...named].map((label) => [metric, label] as const)
      }),
    )
    expect(asked.length).toBeGreaterThan(10)
    for (const [metric, label] of asked) expect(metrics.get(metric), `${metric} ${label}`).toContain(label)
    const variables = templating.list.map(({ name }) => name)
    const used = new Set(
      JSON.stringify(panels)
        .match(/\$\{?(account|region|datasource)/g)
        ?.map((each) => each.replace(/\W/g, '')),
    )
    expect([...used].sort()).toEqual([...variables].sort())
  })

  it('has its panels side by side, with ids of their own', async () => {
    const { panels } = await parsed()
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
  })
})
