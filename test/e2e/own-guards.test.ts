import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withTable } from '../../scripts/safeguards-table.ts'
import type { ProbeCell } from '../../src/commands/guards/probe-cells.ts'
import { guards } from '../../src/guards/index.ts'
import { mettle, ROOT, temporaryFolder } from './cli.ts'

test('every guard that ships fails closed under every fault that reaches it, as the page says', async () => {
  const config = join(ROOT, 'fixtures/safeguards/mettle.config.ts')
  const out = join(temporaryFolder(), 'latest')
  const { code, stdout, stderr } = await mettle(['guards', 'probe', '--config', config, '--out', out, '--json'], {
    cwd: ROOT,
  })
  expect(stderr).toBe('')
  const { cells } = JSON.parse(stdout) as { cells: ProbeCell[] }
  expect(code, JSON.stringify(cells.filter(({ outcome }) => outcome === 'fails-open'))).toBe(0)
  const closed = cells.filter(({ outcome }) => outcome === 'fails-closed')
  // A guard of which nothing is exercised shows nothing.
  expect(new Set(closed.map(({ guard }) => guard))).toEqual(new Set(Object.keys(guards)))
  expect(new Set(cells.map(({ outcome }) => outcome))).toEqual(new Set(['fails-closed', 'not-exercised']))
  const page = readFileSync(join(ROOT, 'docs/safeguards.md'), 'utf8')
  expect(page, 'run "npm run docs:safeguards"').toBe(withTable(page, cells))
})
