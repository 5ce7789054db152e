import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadScenario } from '../../src/scenario/load.ts'
import { locate } from '../../src/scenario/locate.ts'
import { ROOT, temporaryFolder } from '../e2e/cli.ts'

test('a scenario of this repository: its own line, and that of each variant', async () => {
  const file = join(ROOT, 'scenarios/billing/duplicate-charge.scenario.ts')
  const place = locate(await loadScenario('billing/duplicate-charge', file))
  expect(place.file).toBe('scenarios/billing/duplicate-charge.scenario.ts')
  const lines = readFileSync(file, 'utf8').split('\n')
  expect(lines[place.line - 1]).toBe('export default defineScenario({')
  // All but calm, which is not written down.
  expect(Object.keys(place.variants).length).toBe(19)
  for (const [name, line] of Object.entries(place.variants)) {
    expect(lines[line - 1]).toMatch(new RegExp(`^    '?${name}'?: \\[`))
  }
})

test('names are found however they are quoted; what is not in the text has no line', () => {
  const file = join(temporaryFolder(), 'x.scenario.ts')
  writeFileSync(
    file,
    `const other = 1\nexport default {\n  variants: {\n    plain: [],\n    "double-one": [],\n'single': [],\n  },\n}\n`,
  )
  const variants = new Map(['calm', 'plain', 'double-one', 'single', 'a(b'].map((name) => [name, []]))
  expect(locate({ id: 'x', file, variants })).toMatchObject({
    line: 2,
    variants: { plain: 4, 'double-one': 5, single: 6 },
  })
})
