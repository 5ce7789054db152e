import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readStoredTrace } from '../../src/store/stored-run.ts'

// A record may be anybody's: what it says of its trace is not believed.

const folder = mkdtempSync(join(tmpdir(), 'mettle-place-'))
mkdirSync(join(folder, 'traces'))
writeFileSync(join(folder, 'traces/short.jsonl'), 'short')
execFileSync('mkfifo', [join(folder, 'traces/pipe.jsonl')])
afterAll(() => rmSync(folder, { recursive: true }))

const read = (file: string, length = 5) =>
  readStoredTrace(folder, {
    trace: { file, offset: 0, length, events: 1 },
    closing: [],
    chain: { nonce: 'n', head: 'h', count: 1 },
  })

test.each(['../etc/passwd', '/etc/passwd', 'traces/../../x', 'traces\\..\\..\\x'])('%s is no file of a run', (file) => {
  expect(read(file)).toEqual({ events: [], problem: expect.stringContaining('its place is no file of the run') })
})

test('a pipe is not waited for', () => {
  expect(read('traces/pipe.jsonl').problem).toContain('is no file')
})

test('nothing is set aside for bytes that the file does not have', () => {
  const before = process.memoryUsage().arrayBuffers
  expect(read('traces/short.jsonl', 4_000_000_000).problem).toBeDefined()
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
})
