import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

const LEFT_BEHIND = /^(<{7}|>{7}) /m

test('no merge left its marks', () => {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  const files = listed.filter((file) => file !== '' && existsSync(resolve(root, file)))
  expect(files).toContain('CHANGELOG.md')
  expect(files.filter((file) => LEFT_BEHIND.test(readFileSync(resolve(root, file), 'latin1')))).toEqual([])
  expect(LEFT_BEHIND.test(`a\n${'<'.repeat(7)} HEAD\nb`)).toBe(true)
})
