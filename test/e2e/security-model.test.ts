import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pages } from '../../scripts/snippets.ts'
import { ROOT } from './cli.ts'

// What the security model promises is tested: each test that it names is there.

const page = readFileSync(join(ROOT, 'docs/security-model.md'), 'utf8')
const named = [...page.matchAll(/`(test\/[^`]+\.test\.ts)`: "([^"]+)"/g)].map(([, file = '', title = '']) => ({
  file,
  title,
}))

function isThere({ file, title }: { file: string; title: string }): boolean {
  const path = join(ROOT, file)
  return existsSync(path) && readFileSync(path, 'utf8').replaceAll("\\'", "'").includes(title)
}

describe('the security model', () => {
  test.for(named)('names a test of $file: $title', (one) => {
    expect(isThere(one)).toBe(true)
  })

  test('control: a test that is not there is found', () => {
    expect(named.length).toBeGreaterThan(20)
    expect(isThere({ file: 'test/trace/chain.test.ts', title: 'any two characters' })).toBe(false)
    expect(isThere({ file: 'test/trace/chains.test.ts', title: 'any single character' })).toBe(false)
  })
})

test('every file of this repository that a page names is there', () => {
  const paths = pages(ROOT).flatMap((name) => {
    const text = readFileSync(join(ROOT, name), 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
    return [...text.matchAll(/`((?:test|src|scripts|fixtures|examples)\/[\w./-]+\.\w+)`/g)].map(([, path = '']) => path)
  })
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((path) => !existsSync(join(ROOT, path.replace('NAME', 'json'))))).toEqual([])
})
