import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isNamed } from '../../src/runs/plan.ts'
import { loadScenario, loadTasks } from '../../src/scenario/load.ts'

/** A scenario in YAML with these members, and files beside it. */
function scenarioWith(yaml: string, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-tasks-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 's.scenario.yaml'), yaml)
  return join(folder, 's.scenario.yaml')
}

const SHARED = `task: { text: 'Cancel {{order}} of {{shop}}.', data: { shop: North } }
tasks: ./tasks.jsonl
scorers:
  - { use: answer, params: { includes: [done] } }
tags: [retail]
`
const LINES = `{ "id": "T1", "data": { "order": "#W1" }, "scorers": [{ "use": "answer", "params": { "includes": ["W1"] } }], "tags": ["hard"] }
{ "id": "T2", "data": { "order": "#W2" }, "text": "Leave {{order}}." }
`

test('each task is a scenario: its text, its data and its scorers beside those of all', async () => {
  const file = scenarioWith(SHARED, { 'tasks.jsonl': LINES })
  const [one, two, ...more] = await loadTasks('shop/s', file)
  expect(more).toEqual([])
  expect(one).toMatchObject({
    ...{ id: 'shop/s/T1', within: 'shop/s', tags: ['retail', 'hard'] },
    task: { text: 'Cancel #W1 of North.', data: { shop: 'North', order: '#W1' } },
    scorers: [{ params: { includes: ['W1'] } }, { params: { includes: ['done'] } }],
  })
  expect(two).toMatchObject({ id: 'shop/s/T2', task: { text: 'Leave #W2.' } })
  expect(two?.scorers).toHaveLength(1)
  expect(one?.definition).not.toBe(two?.definition)
})

test('a process that is asked for one task loads the same', async () => {
  const file = scenarioWith(SHARED, { 'tasks.jsonl': LINES })
  const [, two] = await loadTasks('shop/s', file)
  expect(await loadScenario('shop/s/T2', file)).toMatchObject({ id: 'shop/s/T2', definition: two?.definition })
  await expect(loadScenario('shop/s/T9', file)).rejects.toThrow(/has no task "shop\/s\/T9"/)
})

test('a pattern that fits the scenario fits all of its tasks', async () => {
  const [one] = await loadTasks('shop/s', scenarioWith(SHARED, { 'tasks.jsonl': LINES }))
  if (!one) throw new Error('There is no task.')
  const fitting = ['shop/s', 'shop/*', 'shop/s/*', 'shop/s/T1', 'shop/s/T2', 'shop'].map((name) =>
    isNamed(one, name, undefined),
  )
  expect(fitting).toEqual([true, true, true, true, false, false])
})

test('a change of one task is no change of another', async () => {
  const definitions = async (lines: string) =>
    (await loadTasks('s', scenarioWith(SHARED, { 'tasks.jsonl': lines }))).map(({ definition }) => definition)
  const [before, after] = [await definitions(LINES), await definitions(LINES.replace('#W1', '#W7'))]
  expect([before[0] === after[0], before[1] === after[1]]).toEqual([false, true])
})

test.each<[string, string, RegExp]>([
  [
    'a member that no task has',
    '{ "id": "T1", "date": {} }',
    /\.\/tasks\.jsonl, task 1: date: there is no such setting\. Did you mean "data"/,
  ],
  ['a name that is none', '{ "id": "a/b" }', /task 1: id: expected a name of letters, digits/],
  [
    'two of one name',
    '{ "id": "a", "data": {"order":1} }\n{ "id": "a" }',
    /task 2: id: "a" is that of \.\/tasks\.jsonl, task 1, too/,
  ],
  ['none at all', '', /tasks: there is none/],
  [
    'a scorer that there is none of',
    '{ "id": "a", "data": {"order":1}, "scorers": [{ "use": "answre" }] }',
    /\.\/tasks\.jsonl, task 1: scorers\[0\]\.use: there is no scorer "answre"\. Did you mean "answer"/,
  ],
  ['a name that its text lacks', '{ "id": "a" }', /task\.text: there is no "order" in task\.data/],
  [
    'a guard that the scenario has not',
    '{ "id": "a", "data": {"order":1}, "requires": ["budget"] }',
    /requires.*budget/,
  ],
])('%s is told, with its place', async (_, lines, message) => {
  await expect(loadTasks('s', scenarioWith(SHARED, { 'tasks.jsonl': lines }))).rejects.toThrow(message)
})

test('a mistake of the scenario itself is told where it stands', async () => {
  const file = scenarioWith(SHARED.replace('use: answer', 'use: answre'), { 'tasks.jsonl': LINES })
  await expect(loadTasks('s', file)).rejects.toThrow(
    /s\.scenario\.yaml:4:7: scorers\[1\]\.use: there is no scorer "answre"/,
  )
})

test('data that no collection takes is told, also where it came from a file', async () => {
  const file = scenarioWith('task: { text: Go. }\nworld: { data: ./shop.json }\n', {
    'shop.json': '{ "shop.orders": {} }',
  })
  await expect(loadTasks('s', file)).rejects.toThrow(/world\.data\["shop\.orders"\]: there is no such collection/)
})
