import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { OutputEvent } from '../../src/trace/events/output.ts'
import { BIN, mettle, plantProject, readEvents, readRecord, trialOf } from './cli.ts'

// Each agent puts out some 20 MB in a way of its own.
const AGENT = `
  const SIZE = 20_000_000
  const flood = (name) => name + ' begins ' + 'x'.repeat(SIZE) + ' ' + name + ' ends'
  const reach = (url, means) => fetch(url, means).catch(() => {})
  export const prints = () => { console.log(flood('out')); return 'done' }
  export const printsNothing = () => { for (let n = 0; n < SIZE / 20; n++) process.stdout.write(''); return 'done' }
  export const printsSigns = () => { for (;;) process.stdout.write('x') }
  export const throws = () => { throw new Error(flood('error')) }
  export const answers = () => flood('answer')
  export const reachesFar = async () => { await reach('https://evil.test/' + flood('path')); return 'done' }
  export const reachesOften = async () => { for (let n = 0; n < 5_000; n++) await reach('https://evil.test/' + n); return 'done' }
  export const asksFar = async () => { await reach('https://pay.test/' + flood('path'), { method: 'PUT' }); return 'done' }
  export const posts = async () => { await reach('https://pay.test/charges', { method: 'POST', body: 'body begins ' + 'x'.repeat(100_000) + ' body ends' }); return 'done' }
`
const PROGRAM = `
  import { writeSync } from 'node:fs'
  writeSync(1, 'out begins')
  for (let n = 0; n < 5_000_000; ) {
    try {
      n += writeSync(2, 'x'.repeat(60_000))
    } catch {}
  }
`
const NAMES = [...AGENT.matchAll(/const (\w+) = (?:async )?\(\) =>/g)].map(([, name = '']) => name)

let out: string
let record: Awaited<ReturnType<typeof readRecord>>

beforeAll(async () => {
  const agents = NAMES.map((name) => [name, { module: './agent.mjs', export: name }])
  const cwd = plantProject({
    'mettle.config.mjs': `export default { agents: ${JSON.stringify({
      ...Object.fromEntries(agents),
      program: { command: [process.execPath, 'program.mjs'], tier: 'T1' },
    })} }`,
    'agent.mjs': AGENT,
    'program.mjs': PROGRAM,
    'pay.yaml': `openapi: 3.1.0
info: { title: Pay, version: '1' }
servers: [{ url: https://pay.test }]
paths: { /charges: { post: { responses: { '200': { description: OK } } } } }`,
    'scenarios/a.scenario.yaml': `task: { text: x }
world: { apis: { pay: { openapi: ../pay.yaml } } }
scorers: [{ use: answer, params: { matches: [done] } }]`,
  })
  const ran = await mettle(['run', '--reporter', 'json', '--out', 'out'], { cwd })
  expect(ran).toMatchObject({ code: 1, stderr: '' })
  out = join(cwd, 'out')
  record = await readRecord(out)
}, 60_000)

const printed = (name: string) =>
  readEvents(out, trialOf(record, name)).filter(({ type }) => type === 'output') as unknown as OutputEvent[]

test('the whole run takes a few megabytes, whatever its agents put out', () => {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(out, name)))
  expect(files.reduce((sum, file) => sum + file.size, 0)).toBeLessThan(15_000_000)
  for (const { agent, trace } of record.trials) expect([agent, trace.length < 7_000_000]).toEqual([agent, true])
  expect(Math.max(...record.trials.map((trial) => JSON.stringify(trial).length))).toBeLessThan(40_000)
})

test('of what is printed the beginning and the end are kept, and how much is not', () => {
  const [event] = printed('prints')
  const { text = '', leftOut = 0, tail = '' } = event ?? {}
  expect(text).toMatch(/^out begins x+$/)
  expect(tail).toMatch(/^x+ out ends\n$/)
  expect(text.length + leftOut + tail.length).toBe('out begins  out ends\n'.length + 20_000_000)
  const cut = printed('program').find((one) => one.leftOut !== undefined)
  expect(cut).toMatchObject({ stream: 'stderr', text: '', tail: expect.stringMatching(/^x{4096}$/) })
  const shown = execFileSync(process.execPath, [BIN, 'trace', trialOf(record, 'prints').id, '--run', out], {
    encoding: 'utf8',
  })
  expect(shown).toContain('stdout: out begins')
})

test('of an error as well', () => {
  expect(trialOf(record, 'throws').error).toMatch(
    /^error begins x+ … \(19,996,\d{3} characters left out\) … x+ error ends$/,
  )
})

test('what adds to a trace without printing is limited as well', () => {
  expect(trialOf(record, 'printsNothing')).toMatchObject({ verdict: 'passed', trace: { events: 3 } })
  expect(trialOf(record, 'printsSigns').reason).toMatch(/limit of output \(more than 1000000 bytes\)/)
  expect(trialOf(record, 'printsSigns').trace.events).toBeLessThan(62_600)
  expect(trialOf(record, 'reachesOften').closing.length).toBeGreaterThan(0)
  expect(trialOf(record, 'reachesOften').trace.events).toBeLessThan(1_010)
  const stopped = readEvents(out, trialOf(record, 'reachesOften')).at(-1)
  expect(stopped).toMatchObject({ type: 'trial-ended', how: 'call-limit' })
})

test('where an agent goes is named in part, and an answer too large is none', () => {
  const audit = readFileSync(join(out, 'audit.jsonl'), 'utf8')
  expect(Math.max(...audit.split('\n').map((line) => line.length))).toBeLessThan(40_000)
  const [call] = readEvents(out, trialOf(record, 'asksFar')).flatMap((event) => ('call' in event ? [event.call] : []))
  expect(call).toMatchObject({ target: expect.stringMatching(/^pay PUT .* characters left out\) … x+.*ends/) })
  expect(call).toMatchObject({ malformed: expect.stringMatching(/^a name of 20000\d\d\d characters$/) })
  expect(trialOf(record, 'answers').answer).toBe('[an answer that is no JSON: it is longer than 5000000 characters]')
})

test('of an input the beginning and the end are kept', () => {
  const [call] = readEvents(out, trialOf(record, 'posts')).flatMap((event) => ('call' in event ? [event.call] : []))
  expect((call as { input: object }).input).toMatchObject({
    truncated: true,
    head: expect.stringContaining('body begins'),
    tail: expect.stringContaining('body ends'),
  })
})
