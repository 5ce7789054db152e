import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettleInBatch, plantProject, ROOT } from './cli.ts'

const SCENARIO = `import { defineApi, defineCollection, defineScenario } from '${join(ROOT, 'src/index.ts')}'
import { http, HttpResponse } from '${import.meta.resolve('msw')}'

const notes = defineCollection('desk.notes')
const desk = defineApi({
  collections: [notes],
  handlers: [
    http.get('https://desk.test/notes', () => HttpResponse.json(notes.all())),
    http.post('https://desk.test/notes', () => HttpResponse.json(notes.create(notes.newId('note'), {}))),
    http.delete('https://desk.test/notes', () => new HttpResponse(null, { status: 204 })),
  ],
})

export default defineScenario({
  task: { text: 'Leave a note.' },
  world: { apis: { desk } },
  guards: [{ use: 'rate-limit', params: { on: 'desk DELETE /notes', limit: 1, perMs: 1000 } }],
  variants: {
    // more
    far: [{ fault: 'lost-reply', on: 'desk POST /notes', when: { nth: 9 } }],
  },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'desk.notes', op: 'create' }] } }],
})
`

const AGENT = `export const run = async (_task, { urls }) => {
  await fetch(urls.desk + '/notes')
  await fetch(urls.desk + '/notes', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  return 'done'
}
`

const CONFIG = "export default { agents: { honest: { module: './agent.ts', export: 'run' } } }\n"

test('what mettle suggest names can be pasted, arrives, and is met from then on', { timeout: 120_000 }, async () => {
  const cwd = plantProject({
    ...{ 'mettle.config.ts': CONFIG, 'agent.ts': AGENT },
    'scenarios/note.scenario.ts': SCENARIO,
  })
  const run = { cwd, args: ['run', '--reporter', 'json'] }
  const suggest = (...args: string[]) => ({ cwd, args: ['suggest', ...args] })
  const [ran, told, all] = await mettleInBatch([run, suggest('--top', '3'), suggest('--json')])
  expect(ran).toMatchObject({ stderr: '' })
  expect(told?.stdout).toMatch(/desk POST \/notes write {2}met none \(0 of \d+\)/)
  expect(told?.stdout).toMatch(/note~far {2}lost-reply on desk POST \/notes: its `when` selected none of 1 such call/)
  expect(told?.stdout).toMatch(/rate-limit in note: 2 trials/)
  const lines = told?.stdout.split('\n').filter((line) => line.includes('when: { nth: 1 }')) ?? []
  expect(lines[0]).toContain("'lost-reply-notes': [{ fault: 'lost-reply', on: 'desk POST /notes'")
  expect(lines.length).toBe(3)
  const before = JSON.parse(all?.stdout ?? '')
  const file = join(cwd, 'scenarios/note.scenario.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('// more', lines.join('\n')))
  const gate = 'faults.coverage{fault:lost-reply} >= 0.5'
  const [again, after, judged, unfit] = await mettleInBatch([
    run,
    suggest('--json'),
    { cwd, args: ['gate', '--gate', gate] },
    suggest('nowhere'),
  ])
  expect(again?.stdout).toContain('note~lost-reply-notes~honest')
  const [scenario] = JSON.parse(after?.stdout ?? '').scenarios
  expect(scenario.targets.find((one: { access: string }) => one.access === 'write').met).toContain('lost-reply')
  expect(JSON.parse(after?.stdout ?? '').coverage).toBeGreaterThan(before.coverage)
  expect(judged).toMatchObject({ code: 0 })
  expect(unfit).toMatchObject({ code: 2, stderr: 'No scenario fits "nowhere". Known: note.\n' })
})
