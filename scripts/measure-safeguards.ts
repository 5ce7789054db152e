// `npm run docs:safeguards` breaks every guard that ships in every way there is, and writes what came of it into docs/safeguards.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { withTable } from './safeguards-table.ts'

const root = resolve(import.meta.dirname, '..')
const page = join(root, 'docs/safeguards.md')
const out = mkdtempSync(join(tmpdir(), 'mettle-safeguards-'))
const config = join(root, 'fixtures/safeguards/mettle.config.ts')
const args = ['guards', 'probe', '--config', config, '--out', join(out, 'latest'), '--json', join(out, 'cells.json')]
const { status } = spawnSync(process.execPath, [join(root, 'bin/mettle.js'), ...args], { cwd: root, stdio: 'inherit' })
if (status === 0 || status === 1) {
  const { cells } = JSON.parse(readFileSync(join(out, 'cells.json'), 'utf8'))
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), cells))
}
rmSync(out, { recursive: true })
process.exitCode = status ?? 1
