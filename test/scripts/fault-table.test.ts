import { expect, test } from 'vitest'
import { cellsOf } from '../../scripts/fault-table.ts'

const page = (rows: string) =>
  `# x\n\n| parameter | default |\n| --- | --- |\n| \`ms\` | 1 |\n\n| channel | what a client sees |\n| --- | --- |\n${rows}\n\nMore.\n`

test("a page's rows are cut apart by channel", () => {
  const rows = '| `http`, `model` | a `reset` |\n| `tool`          | an error   |'
  expect(cellsOf({ name: 'x', channels: ['http', 'tool', 'model'] }, page(rows))).toEqual([
    { channel: 'http', sees: 'a `reset`' },
    { channel: 'model', sees: 'a `reset`' },
    { channel: 'tool', sees: 'an error' },
  ])
})

test.each([
  ['a channel is missing', '| `http` | a reset |'],
  ['a channel is one too many', '| `http`, `tool`, `model` | a reset |'],
  ['there is no row', ''],
])('a page on which %s is refused', (_title, rows) => {
  expect(() => cellsOf({ name: 'x', channels: ['http', 'tool'] }, page(rows))).toThrow('docs/faults/x.md tells of')
})
