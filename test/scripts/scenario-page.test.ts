import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { scenarioPage } from '../../scripts/scenario-page.ts'
import { findScenarios, loadScenario } from '../../src/scenario/load.ts'

const root = resolve(import.meta.dirname, '../..')
const scenarios = findScenarios(resolve(root, 'scenarios'))

let page: string

beforeAll(async () => {
  page = (await scenarioPage(root)).get('docs/scenarios.md') ?? ''
}, 60_000)

/** From the heading of a scenario to that of the next one. */
function sectionOf(id: string): string {
  return page.split(/^## /m).find((section) => section.startsWith(`${id}\n`)) ?? ''
}

describe.each(scenarios)('$id', ({ id, file }) => {
  test('is there with all its variants, guards and scorers', async () => {
    const { variants, guards, scorers, world } = await loadScenario(id, file)
    const section = sectionOf(id)
    const rows = (text: string) => section.split('\n').filter((line) => line.startsWith(`| ${text}`)).length
    for (const name of variants.keys()) expect(rows(`\`${name}\` |`), name).toBe(1)
    for (const { guard } of guards) expect(section).toContain(`| [${guard.name}](guards/${guard.name}.md) |`)
    for (const { scorer } of scorers) expect(rows(`[${scorer.name}](scorers/${scorer.name}.md) |`)).toBeGreaterThan(0)
    for (const name of Object.keys(world.apis)) expect(rows(`API \`${name}\``)).toBe(1)
  })

  test('tells the task with its data filled in', () => {
    expect(sectionOf(id)).toMatch(/^> \w/m)
    expect(sectionOf(id)).not.toContain('{{')
  })
})

test('a variant in which only the person answers otherwise says so', () => {
  expect(sectionOf('access/policy-change')).toContain('| `intercepted` | the approver answers: revoke |')
})
