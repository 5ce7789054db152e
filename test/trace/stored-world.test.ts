import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { manualClock } from '../../src/kernel/clock.ts'
import { readContents } from '../../src/store/stored-run.ts'
import { gatherEvidence, type WorldState } from '../../src/trace/evidence.ts'
import { readTrace } from '../../src/trace/read-trace.ts'
import { openRecorder } from '../../src/trace/recorder.ts'
import { openTraceFile } from '../../src/trace/trace-file.ts'

const FILE = 'traces/w1.jsonl'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mettle-world-'))
  mkdirSync(join(folder, 'traces'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

/** Writes trials that begin in these worlds, and reads them again as judging does. */
function trialsIn(worlds: WorldState[], redact = (text: string) => text) {
  const file = openTraceFile(folder, FILE)
  const places = worlds.map((world) => {
    const offset = file.end()
    const recorder = openRecorder({ file, clock: manualClock(0), redact, nonce: 'n' })
    const task = { text: '', data: null }
    recorder.write({ type: 'trial-started', trial: 't', seed: '1', agent: 'a', model: null, task, world })
    return { path: join(folder, FILE), offset, length: file.end() - offset, nonce: 'n' }
  })
  return places.map((place) => gatherEvidence(readTrace(place).events, (digest) => readContents(folder, digest)))
}

const shop = (members: number): WorldState => ({
  'shop.orders': Object.fromEntries(
    Array.from({ length: members }, (_, at) => [`o${at}`, { total: at, note: 'late' }]),
  ),
})
const kept = () => (readdirSync(folder).includes('worlds') ? readdirSync(join(folder, 'worlds')) : [])

test('a large world is kept once, whatever number of trials begins in it', () => {
  const large = shop(20_000)
  const evidence = trialsIn([large, large, shop(20_001), large])
  expect(evidence.map(({ initial }) => initial)).toEqual([large, large, shop(20_001), large])
  expect(kept()).toHaveLength(2)
  expect(statSync(join(folder, FILE)).size).toBeLessThan(2_000)
})

test('control: a small one stands in each trace', () => {
  const evidence = trialsIn([shop(3), shop(3)])
  expect(evidence.map(({ initial }) => initial)).toEqual([shop(3), shop(3)])
  expect(kept()).toEqual([])
})

test('secrets are hidden in what is kept', () => {
  trialsIn([shop(1_000)], (text) => text.replaceAll('late', '***'))
  const [name = ''] = kept()
  expect(readFileSync(join(folder, 'worlds', name), 'utf8')).not.toContain('late')
})

test('what was changed since is no world', () => {
  trialsIn([shop(500)])
  const path = join(folder, 'worlds', kept()[0] ?? '')
  const changed = join(mkdtempSync(join(folder, 'copy-')), 'worlds')
  mkdirSync(changed)
  writeFileSync(join(changed, kept()[0] ?? ''), readFileSync(path, 'utf8').replace('late', 'soon'))
  const digest = (kept()[0] ?? '').replace('.json', '')
  expect(() => readContents(join(changed, '..'), digest)).toThrow(/was changed/)
  expect(readContents(folder, digest).tables).toEqual(shop(500))
})
