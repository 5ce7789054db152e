import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTemporary } from '../../src/kernel/temporary.ts'

/** No folder can be in it, whoever asks. */
const FILE = import.meta.filename

test('where the first place cannot be used, the next one serves', () => {
  const made = makeTemporary('mettle-test-', [join(FILE, 'at-all'), tmpdir()])
  expect([existsSync(made), dirname(made)]).toEqual([true, tmpdir()])
  rmSync(made, { recursive: true })
})

test('where none can be used, each is named, and what to do', () => {
  const make = () => makeTemporary('mettle-test-', [FILE, join(FILE, 'else')])
  expect(make).toThrow(/^Failed to make a temporary folder: .*\.ts\/mettle-.*; .*\/else\/mettle-.*Set TMPDIR/)
})
