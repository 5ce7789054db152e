import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { definitionOf } from '../../src/runs/definitions.ts'
import { compileScenario } from '../../src/scenario/compile.ts'
import { type DatabaseInput, defineDatabase } from '../../src/world/databases/define.ts'

/** A scenario in a folder of its own, with a way to write into that. */
function scenario(input?: DatabaseInput) {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-definitions-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const world = input ? { databases: { shop: defineDatabase(input) } } : {}
  const compiled = compileScenario('shop', 'shop', { task: { text: 'Look.' }, world })
  const loaded = { ...compiled, file: join(folder, 'shop.scenario.ts') }
  return {
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    definition: () => definitionOf(loaded),
    compiled: compiled.definition,
  }
}

const inFiles: [string, DatabaseInput][] = [
  ['schema', { schema: './it.sql' }],
  ['rows', { schema: { sql: '' }, rows: './it.sql' }],
  ['reference', { schema: { sql: '' }, reference: ['./it.sql'] }],
  ['inputs of a command', { schema: { command: 'build', inputs: ['*.sql'] } }],
]

test.each(inFiles)('%s: what a file says is part of the definition, wherever the file lies', async (_, input) => {
  const [one, two] = [scenario(input), scenario(input)]
  for (const { write } of [one, two]) write('it.sql', 'SELECT 1')
  const before = await one.definition()
  expect(await two.definition()).toBe(before)
  one.write('it.sql', 'SELECT 2')
  expect(await one.definition()).not.toBe(before)
})

test('control: a scenario without databases, and one whose files it does not name, stay as they are', async () => {
  const plain = scenario()
  expect(await plain.definition()).toBe(plain.compiled)
  const command = scenario({ schema: { command: 'build' } })
  const before = await command.definition()
  command.write('it.sql', 'SELECT 1')
  expect(await command.definition()).toBe(before)
})
