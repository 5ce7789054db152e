import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { manualClock } from '../../src/kernel/clock.ts'
import { readTrace } from '../../src/trace/read-trace.ts'
import { openRecorder } from '../../src/trace/recorder.ts'
import { openTraceFile } from '../../src/trace/trace-file.ts'

let path: string
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-trace-'))
  path = join(folder, 'w1.jsonl')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

/** Writes trials one after the other, each of a few outputs, and says where each lies. */
function writeTrials(...trials: string[][]) {
  const file = openTraceFile(dirname(path), 'w1.jsonl')
  return trials.map((texts, index) => {
    const [offset, nonce] = [file.end(), `nonce ${index}`]
    const recorder = openRecorder({ file, clock: manualClock(0), redact: (text) => text, nonce })
    for (const text of texts) recorder.write({ type: 'output', stream: 'stdout', text })
    return { path, offset, length: file.end() - offset, nonce }
  })
}

const textsOf = (place: Parameters<typeof readTrace>[0]) =>
  readTrace(place).events.map((event) => (event.type === 'output' ? event.text : event.type))

describe('a trial in the file of its worker', () => {
  test('comes back alone, whatever stands before and behind it', () => {
    const trials = [['a', 'ü'], ['日本'], ['b', '\n\t', 'c']]
    const places = writeTrials(...trials)
    expect(places.map(textsOf)).toEqual(trials)
    // Each counts from 1.
    expect(places.map((place) => readTrace(place).events[0]?.seq)).toEqual([1, 1, 1])
    for (const place of places) expect(readTrace(place).length).toBe(place.length)
  })

  test('does not fit the nonce of another one, or bytes beside its own', () => {
    const [first, second] = writeTrials(['a', 'b'], ['c', 'd'])
    if (!first || !second) throw new Error('no trials')
    expect(readTrace({ ...first, nonce: second.nonce })).toMatchObject({ events: [], check: { brokenAt: 1 } })
    expect(readTrace({ ...second, offset: second.offset - 1 }).check.brokenAt).toBe(1)
    expect(readTrace({ ...first, length: first.length + second.length }).check.brokenAt).toBe(3)
  })

  test('reads its range of the file only', () => {
    const [first, second] = writeTrials(['a'], ['b'])
    if (!first || !second) throw new Error('no trials')
    const bytes = readFileSync(path)
    writeFileSync(
      path,
      Buffer.concat([Buffer.from(`${'x'.repeat(first.length - 1)}\n`), bytes.subarray(second.offset)]),
    )
    expect(textsOf(second)).toEqual(['b'])
    expect(readTrace(first).check.brokenAt).toBe(1)
  })

  test('torn by its writer, ends with its last whole line', () => {
    const [place] = writeTrials(['a', 'b'])
    if (!place) throw new Error('no trial')
    appendFileSync(path, '[{"type":"output","te')
    const torn = readTrace({ ...place, length: place.length + 21 })
    expect(torn).toMatchObject({ check: { torn: true, count: 2 }, length: place.length })
    truncateSync(path, place.length - 1)
    expect(readTrace(place).check).toMatchObject({ torn: true, count: 1 })
  })

  test('without a file has no events where none were written, and is missed where some were', () => {
    expect(readTrace({ path, offset: 0, length: 0, nonce: 'n' }).events).toEqual([])
    expect(() => readTrace({ path, offset: 0, length: 1, nonce: 'n' })).toThrow(/ENOENT/)
  })
})

test('a file that an agent closed is opened again for the next trial', async () => {
  const { closeSync, openSync, readdirSync, readlinkSync } = await import('node:fs')
  const file = openTraceFile(dirname(path), 'w1.jsonl')
  const descriptor = readdirSync('/proc/self/fd').find((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`) === path
    } catch {
      return false
    }
  })
  closeSync(Number(descriptor))
  // Its number is another file's now.
  const other = openSync(`${path}.other`, 'w')
  expect(other).toBe(Number(descriptor))
  file.end()
  file.append('mine\n')
  expect([readFileSync(path, 'utf8'), readFileSync(`${path}.other`, 'utf8')]).toEqual(['mine\n', ''])
  closeSync(other)
})
