import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { linesOf } from '../reports/page-parts.ts'
import { mettle, plantProject, ROOT, readEvents, readRecord, trialOf } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

const SCENARIO = `task:
  text: Count to four.
world:
  models:
    helper:
      turns: [{ text: One. }, { text: Two. }, { text: Three. }, { text: Four. }]
scorers:
  - use: answer
    params: { includes: [Four] }
`

/** What no trace may take for its own way of leaving something out. */
const MIMIC = {
  ...{ model: 'helper', abridged: [['messages', [[1, 2]]]] },
  messages: [{ role: 'user', content: '[1,2]' }, [1, 2], 2, { abridged: [['messages', [[1, 1]]]] }],
}

let cwd: string
let out: string
beforeAll(async () => {
  cwd = plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['counts', 'mimics'].map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate{agent:counts} >= 1'],
    }`,
    'agents.js': `import OpenAI from '${at('node_modules/openai/index.mjs')}'
      const LONG = ' and so on'.repeat(40)
      export const counts = async (task) => {
        const messages = [{ role: 'user', content: task.text + LONG }]
        for (let turn = 0; turn < 4; turn++) {
          const { choices } = await new OpenAI().chat.completions.create({ model: 'helper', messages })
          messages.push(choices[0].message, { role: 'user', content: 'Go on, ' + turn + LONG })
        }
        return messages.at(-2).content
      }
      export const mimics = async (task) => {
        const client = new OpenAI({ maxRetries: 0 })
        await client.chat.completions.create({ model: 'helper', messages: [{ role: 'user', content: LONG }] })
        for (let time = 0; time < 2; time++) {
          await client.chat.completions.create(${JSON.stringify(MIMIC)}).catch(() => {})
        }
        return 'Four'
      }`,
    'scenarios/count.scenario.yaml': SCENARIO,
  })
  out = join(cwd, 'reports/latest')
  const ended = await mettle(['run', '--workers', '1'], { cwd })
  expect(ended).toMatchObject({ code: 0 })
})

const requestsIn = (events: readonly Recorded[]) =>
  events.flatMap((event) => (event.type === 'call' ? [(event.call.input as { body: { messages: Json[] } }).body] : []))

async function told(agent: string, run = out) {
  const id = `count~calm~${agent}~r1`
  const [lines, json] = await Promise.all(
    [[], ['--json']].map((flags) => mettle(['trace', id, '--run', run, ...flags], { cwd })),
  )
  const events = (json?.stdout ?? '').split('\n').flatMap((line) => (line ? [JSON.parse(line) as Recorded] : []))
  return { code: lines?.code, text: lines?.stdout ?? '', errors: lines?.stderr ?? '', events }
}

describe('a conversation', () => {
  test('stands once in the file of its trial, and whole in every request that is read', async () => {
    const trial = trialOf(readRecord(out), 'counts')
    const { file, offset, length } = trial.trace
    const bytes = readFileSync(join(out, file))
      .subarray(offset, offset + length)
      .toString()
    for (const said of ['Count to four. and', 'Go on, 0', 'Go on, 1', 'Go on, 2']) {
      expect(bytes.split(said).length - 1, said).toBe(1)
    }
    const { code, events, text } = await told('counts')
    expect(code).toBe(0)
    const requests = requestsIn(events)
    expect(requests.map(({ messages }) => messages.length)).toEqual([1, 3, 5, 7])
    for (const [turn, { messages }] of requests.entries()) {
      expect(messages.slice(0, 2 * turn - 1)).toEqual(requests[turn - 1]?.messages.slice(0, 2 * turn - 1) ?? [])
    }
    // By hand, from what the pages say of the file.
    expect(readEvents(out, trial)).toEqual(events)
    expect(text).toMatch(/c1 model chat, 1 message: user: Count to four\./)
    expect(text).toMatch(/c3 model chat, \+2 to c2: assistant: .*Two\..* · user: Go on, 1/)
  })

  test('that was changed in the file is no evidence any more', async () => {
    const run = join(cwd, 'tampered')
    cpSync(out, run, { recursive: true })
    const { file } = trialOf(readRecord(run), 'counts').trace
    const content = readFileSync(join(run, file), 'utf8')
    writeFileSync(join(run, file), content.replace('Go on, 0', 'Go on, 9'))
    const { code, events, errors } = await told('counts', run)
    expect([code, requestsIn(events).length]).toEqual([1, 1])
    expect(errors).toContain('does not fit the line before it')
    await mettle(['report', run, '--reporter', 'html'], { cwd })
    const carried = linesOf(readFileSync(join(run, 'index.html'), 'utf8'), 'traces').map((line) => JSON.parse(line))
    expect(carried.flatMap(({ unreadable }) => unreadable ?? [])).toEqual([
      expect.stringMatching(/counts.*does not fit/),
    ])
    // Who changed nothing of it is still read.
    expect(await told('mimics', run)).toMatchObject({ code: 0 })
    writeFileSync(join(run, file), content)
    expect(await told('counts', run)).toMatchObject({ code: 0, errors: '' })
  })

  test('of an agent that sends what looks like something left out is read as it was sent', async () => {
    const { code, events } = await told('mimics')
    expect(code).toBe(0)
    expect(requestsIn(events).slice(1)).toEqual([MIMIC, MIMIC])
    expect(readEvents(out, trialOf(readRecord(out), 'mimics'))).toEqual(events)
  })

  test('of a run that an earlier version wrote is read, and one of a later version is refused', async () => {
    const run = join(cwd, 'other')
    cpSync(out, run, { recursive: true })
    const head = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))
    expect(head.schemaVersion).toBe(3)
    const under = async (schemaVersion: number) => {
      writeFileSync(join(run, 'run.json'), JSON.stringify({ ...head, schemaVersion }))
      return mettle(['gate', run], { cwd })
    }
    expect(await under(2)).toMatchObject({ code: 0 })
    const later = await under(4)
    expect(later.code).toBe(2)
    expect(later.stderr).toContain('a newer version of mettle wrote it')
  })
})
