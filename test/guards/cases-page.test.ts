import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const PAGE = readFileSync(resolve(ROOT, 'docs/guard-cases.md'), 'utf8')

/** How many cases there are of each kind. */
const CASES = { B: 12, A: 13, R: 6, W: 6, L: 11, C: 7, E: 5, I: 5, V: 5 }

interface Row {
  id: string
  file: string
  name: string
  result: string
  control: string
}

function rowsOf(page: string): Row[] {
  return page.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    const [, id = '', , file = '', name = '', result = '', control = ''] = cells
    return /^[A-Z]\d+$/.test(id) ? [{ id, file: file.replaceAll('`', ''), name, result, control }] : []
  })
}

/** What is wrong with the page, a sentence each. */
function gaps(page: string): string[] {
  const rows = rowsOf(page)
  const wanted = Object.entries(CASES).flatMap(([kind, count]) => {
    return Array.from({ length: count }, (_, index) => `${kind}${index + 1}`)
  })
  const missing = wanted.filter((id) => !rows.some((row) => row.id === id))
  return [...missing.map((id) => `${id} is not on the page.`), ...rows.flatMap(rowGaps)]
}

function rowGaps({ id, file, name, result, control }: Row): string[] {
  if (result === '**open**') return control === '' ? [`${id} is open and does not say why.`] : []
  if (control === '') return [`${id} has no control.`]
  const path = resolve(ROOT, file)
  if (file === '' || !existsSync(path)) return [`${id}: there is no ${file}.`]
  const text = readFileSync(path, 'utf8').replaceAll("\\'", "'")
  return text.includes(name) ? [] : [`${id}: ${file} has no test "${name}".`]
}

describe('the page of cases', () => {
  test('names every case, and tests that exist', () => {
    expect(gaps(PAGE)).toEqual([])
  })

  test('control: a case that is gone, a file and a name that are not there are found', () => {
    const [first] = rowsOf(PAGE)
    expect(first?.id).toBe('B1')
    expect(gaps(PAGE.replaceAll('| B12 |', '| x |'))).toEqual(['B12 is not on the page.'])
    expect(gaps(PAGE.replace('budget-cases.ts', 'no-cases.ts'))).toEqual([
      'B1: there is no test/guards/cases/no-cases.ts.',
    ])
    expect(gaps(PAGE.replace(first?.name ?? '', 'a race: nobody wins'))).toEqual([
      'B1: test/guards/cases/budget-cases.ts has no test "a race: nobody wins".',
    ])
  })
})
