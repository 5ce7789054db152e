// `node scripts/ranking.ts` runs every agent that ships in every variant once and writes how they rank, for docs/scenarios.md.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { RunRecord } from '../src/record/run.ts'
import { AGENTS } from '../test/ranking/expected.ts'
import { nameOf } from '../test/ranking/table.ts'
import { FIGURES, figuresOf } from './ranking-figures.ts'

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'mettle-ranking-'))
const out = join(folder, 'run')

try {
  const args = ['bin/mettle.js', 'run', '--agent', AGENTS.join(), '--reporter', 'json', '--out', out]
  await new Promise((done) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).once('exit', done))
  const { trials } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunRecord
  writeFileSync(join(root, FIGURES), JSON.stringify(figuresOf(AGENTS, trials, nameOf)))
  spawnSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', FIGURES], { cwd: root })
  console.log(`wrote ${FIGURES}; now run "npm run generate"`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
