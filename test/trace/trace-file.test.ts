import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keepTraceFile, openTraceFile } from '../../src/trace/trace-file.ts'

const PLACE = 'traces/w1.jsonl'

function keep() {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-file-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'traces'))
  const kept = keepTraceFile(folder, PLACE)
  const file = openTraceFile(folder, kept.lent)
  file.append('one\n')
  return { path: join(folder, PLACE), lent: join(folder, kept.lent), file, kept }
}

test('whoever reads it finds it at any moment, also where its worker’s name for it was taken away', () => {
  const { path, lent, file, kept } = keep()
  expect(file.isSound()).toBe(true)
  unlinkSync(lent)
  mkdirSync(lent)
  file.append('two\n')
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
  expect(file.isSound()).toBe(false)
  kept.putBack()
  expect(existsSync(lent)).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
})

test('it is put back where the readers’ name was taken away', () => {
  const { path, kept } = keep()
  unlinkSync(path)
  kept.putBack()
  expect(readFileSync(path, 'utf8')).toBe('one\n')
})

test('it is not sound once somebody else wrote into it, or emptied it', () => {
  const { path, file } = keep()
  truncateSync(path)
  expect(file.isSound()).toBe(false)
  const other = keep()
  openTraceFile(join(other.path, '../..'), PLACE).append('forged\n')
  expect(other.file.isSound()).toBe(false)
})
