import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { agents } from '../../src/agents/index.ts'

// The page of agents against what ships. That its tables are those of the agents' comments is tested with all that is generated.

const ROOT = resolve(import.meta.dirname, '../..')
const PAGE = readFileSync(resolve(ROOT, 'docs/agents.md'), 'utf8')

const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim())
const rows = PAGE.split('\n')
  .filter((line) => line.startsWith('|'))
  .map(cellsOf)

/** The name, the safeguard and the end of whoever is on the page. */
function shown(name: string): string[] | undefined {
  const [, , , attacks = '', end = ''] = rows.find(([, agent]) => agent === `\`${name}\``) ?? []
  return attacks === '' ? undefined : [attacks, end]
}

/** Tests that the page names, and that are not there. */
const gone = (page: string) =>
  [...page.matchAll(/`(test\/[\w/.-]+\.test\.ts)`/g)].flatMap(([, file = '']) =>
    existsSync(resolve(ROOT, file)) ? [] : [file],
  )

test('whoever attacks stands on the page, with the safeguard and the end that is expected', () => {
  const attacking = Object.entries(agents).filter(([, { kind }]) => kind === 'attacker' || kind === 'saboteur')
  expect(attacking.length).toBeGreaterThan(40)
  for (const [name, about] of attacking) {
    const { attacks, expect: end } = about as { attacks: string; expect: string }
    expect([name, shown(name)]).toEqual([name, [attacks, end]])
  }
  expect(shown('nobody')).toBeUndefined()
})

test('the tests that it names are there', () => {
  expect(gone(PAGE)).toEqual([])
  expect(gone(PAGE.replace('spending.test.ts', 'spent.test.ts'))).toEqual(['test/e2e/spent.test.ts'])
})
