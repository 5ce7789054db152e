import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { junit } from '../../src/reports/junit.ts'
import { markEverything } from '../reports/hostile.ts'
import { hostileStrings } from '../reports/hostile-strings.ts'
import { sampleRun, storedRun } from '../reports/sample-run.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'mettle-xmllint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What xmllint says against some files; empty where all are well-formed. */
function lint(files: readonly string[]): Promise<string> {
  return run('xmllint', ['--noout', ...files], { maxBuffer: 1 << 26 }).then(
    ({ stderr }) => stderr,
    ({ stderr, code }) => {
      if (code === 'ENOENT') throw new Error('xmllint is missing. Install it: apt-get install libxml2-utils')
      return stderr
    },
  )
}

const files: string[] = []

beforeAll(async () => {
  for (const [index, hostile] of hostileStrings(500).entries()) {
    const file = join(folder, `${index}.xml`)
    writeFileSync(file, await junit.render(storedRun(markEverything(sampleRun(), hostile))))
    files.push(file)
  }
})

test('xmllint takes the files of 500 hostile runs', async () => {
  expect(files.length).toBe(500)
  expect(await lint(files)).toBe('')
})

test('control: it refuses a file with a character that XML forbids, and one with a section that ends too soon', async () => {
  for (const text of ['<a b="\u0001"/>', '<a><![CDATA[x]]>]]></a>', '<a>\uffff</a>']) {
    const file = join(folder, 'control.xml')
    writeFileSync(file, text)
    expect(await lint([file])).not.toBe('')
  }
})
