import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { documentDigest, readCollections, readMembers, readRecords } from '../../src/world/documents.ts'

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-documents-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('members are those of an object by id, or of a list by its key, in JSON, JSON lines and CSV', async () => {
  const folder = folderWith({
    'by-id.json': '{ "a": { "n": 1 } }',
    'list.json': '{ "orders": [{ "id": "a", "n": 1 }, { "id": 2, "n": 2 }] }',
    'lines.jsonl': '{ "number": "a" }\n\n{ "number": "b" }\n',
    'sheet.csv': '\ufeffid,name\r\n1,"Byron, Ada"\r\n2,\r\n3,""\r\n',
  })
  expect(await readMembers('./by-id.json', folder)).toEqual({ a: { n: 1 } })
  expect(await readMembers('./list.json#orders', folder)).toEqual({ a: { id: 'a', n: 1 }, 2: { id: 2, n: 2 } })
  expect(await readMembers({ file: './lines.jsonl', key: 'number' }, folder)).toEqual({
    a: { number: 'a' },
    b: { number: 'b' },
  })
  expect(await readMembers('./sheet.csv', folder)).toEqual({
    1: { id: '1', name: 'Byron, Ada' },
    2: { id: '2', name: null },
    3: { id: '3', name: '' },
  })
  expect(await readCollections('./list.json', folder)).toMatchObject({ orders: { a: { n: 1 } } })
  expect(await readRecords('./list.json#orders', folder)).toHaveLength(2)
})

test('what was read is shared, frozen and known by its digest, until the file changes', async () => {
  const folder = folderWith({ 'a.json': '{ "x": { "deep": [1] } }' })
  const first = await readMembers('./a.json', folder)
  expect(await readMembers('./a.json', folder)).toBe(first)
  expect(() => (first as { x: { deep: number[] } }).x.deep.push(2)).toThrow(TypeError)
  expect(documentDigest(first)).toMatch(/^[0-9a-f]{16}/)
  writeFileSync(join(folder, 'a.json'), '{ "x": { "deep": [1, 2, 3] } }')
  const later = await readMembers('./a.json', folder)
  expect(later).toEqual({ x: { deep: [1, 2, 3] } })
  expect(documentDigest(later)).not.toBe(documentDigest(first))
  expect(documentDigest({})).toBeUndefined()
})

test.each<[string, string, string, RegExp]>([
  [
    'a list without ids',
    'a.json',
    '[{ "n": 1 }]',
    /a\.json, record 1: expected a text or a number as "id", found nothing/,
  ],
  ['an id that stands there twice', 'a.json', '[{ "id": 1 }, { "id": "1" }]', /record 2: "id" is "1" once more/],
  ['something that is no object', 'a.json', '[7]', /record 1: expected an object, found a number/],
  ['a document that is a text', 'a.json', '"x"', /expected an object, found a string/],
  ['no JSON', 'a.json', '{', /Failed to read .*a\.json: .*JSON/],
  ['a line that is no JSON', 'a.jsonl', '{}\n{', /line 2: /],
  ['a column twice', 'a.csv', 'id,id\n1,2\n', /the column "id" stands there twice/],
  ['a row that is too long', 'a.csv', 'id\n1,2\n', /Invalid Record Length/],
  ['a suffix that nobody knows', 'a.jsno', '{}', /"\.jsno" is no kind of document\. Did you mean "\.json"/],
])('%s is told, with its place', async (_, name, text, message) => {
  await expect(readMembers(`./${name}`, folderWith({ [name]: text }))).rejects.toThrow(message)
})

test('a member that is not there, and a file that is not, are told with what is nearest', async () => {
  const folder = folderWith({ 'a.json': '{ "orders": {} }' })
  await expect(readMembers('./a.json#order', folder)).rejects.toThrow(/there is no "order"\. Did you mean "orders"/)
  await expect(readMembers('./b.json', folder)).rejects.toThrow(/ENOENT.*Paths start at the scenario's folder/)
})

test('names that objects have by themselves are names like any', async () => {
  const folder = folderWith({
    'a.json': '{ "__proto__": { "id": 1 }, "constructor": { "id": 2 } }',
    'b.csv': 'id,__proto__\n__proto__,x\n',
  })
  expect(Object.keys(await readMembers('./a.json', folder))).toEqual(['__proto__', 'constructor'])
  expect(Object.keys(await readMembers('./b.csv', folder))).toEqual(['__proto__'])
  await expect(readMembers('./a.json#toString', folder)).rejects.toThrow(/there is no "toString"/)
})
