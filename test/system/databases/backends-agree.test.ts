import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../../src/record/run.ts'
import { type DebianServer, startDebianServer } from './debian-server.ts'
import { demandImage, IMAGE } from './docker.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'mettle-backends-'))
const AGENTS = ['saint', 'careful', 'hasty', 'ai-sdk', 'null'].join()

let debian: DebianServer
const runs = new Map<string, { record: RunRecord; seconds: number }>()

beforeAll(async () => {
  await demandImage()
  debian = await startDebianServer()
  const backends = { embedded: 'embedded', container: `container:${IMAGE}`, url: debian.url }
  for (const [name, database] of Object.entries(backends)) runs.set(name, await runSuite(name, database))
}, 600_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await debian?.[Symbol.asyncDispose]()
})

async function runSuite(name: string, database: string): Promise<{ record: RunRecord; seconds: number }> {
  const out = join(folder, name)
  const args = ['bin/mettle.js', 'run', '--agent', AGENTS, '--database', database, '--reporter', 'json', '--out', out]
  const started = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise((done) => child.once('exit', done))
  expect(said, `exit ${code} on ${name}`).toBe('')
  const record = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunRecord
  return { record, seconds: (performance.now() - started) / 1_000 }
}

function verdicts(name: string): string[] {
  return (runs.get(name)?.record.trials ?? []).map(({ id, verdict }) => `${id}: ${verdict}`)
}

test('the whole suite comes to the same verdicts wherever PostgreSQL runs', () => {
  for (const [name, { record, seconds }] of runs) {
    const own = record.trials.filter(({ reset }) => reset !== 'fresh').length
    console.log(
      `${name}: ${record.environment.database}, ${record.trials.length} trials (${own} with a database), ${seconds.toFixed(1)} s`,
    )
    expect(own, name).toBeGreaterThan(50)
    expect(record.summary.error, name).toBe(0)
  }
  expect(runs.get('embedded')?.record.environment.database).toMatch(/^embedded PostgreSQL/)
  expect(runs.get('container')?.record.environment.database).toMatch(/^container PostgreSQL/)
  expect(verdicts('container')).toEqual(verdicts('embedded'))
  expect(verdicts('url')).toEqual(verdicts('embedded'))
})

test('and, but for what versions say differently, to the same traces', () => {
  const hashes = (name: string) => new Map(runs.get(name)?.record.trials.map(({ id, traceHash }) => [id, traceHash]))
  const embedded = hashes('embedded')
  for (const name of ['container', 'url']) {
    const differing = [...hashes(name)].filter(([id, hash]) => embedded.get(id) !== hash).map(([id]) => id)
    console.log(
      `${name}: ${differing.length} of ${embedded.size} traces differ${differing.length > 0 ? `: ${differing.slice(0, 5).join(', ')}` : ''}`,
    )
    expect(differing.length, name).toBeLessThan(embedded.size / 10)
  }
})

test('control: other verdicts would be seen', () => {
  expect(verdicts('embedded').some((line) => line.endsWith(': failed'))).toBe(true)
  expect(verdicts('embedded').map((line) => line.replace(': failed', ': passed'))).not.toEqual(verdicts('container'))
})
