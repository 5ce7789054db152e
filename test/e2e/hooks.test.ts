import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { BIN, type Ended, readEvents, runProject, trialOf } from './cli.ts'

const given = { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'allow' } }
const refused = (reason: unknown) => ({
  hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason: reason },
})

/** What the agent was told at each of its questions, and what stands in the trace. */
async function ask(variant: string) {
  const { record, out } = await runProject('outside', ['workshop', '--agent', 'hooked', '--variant', variant])
  const trial = trialOf(record, 'hooked')
  const calls = readEvents(out, trial).flatMap((event) => (event.type === 'call' ? [event.call] : []))
  return { trial, calls, answers: trial.answer as unknown[] }
}

test('guards decide where an agent asks for leave, by command and by callback', async () => {
  const { answers, calls, trial } = await ask('calm')
  expect(answers).toEqual([
    given,
    given,
    // Two of them are within the budget.
    refused(expect.stringContaining('over the $2.50 per trial')),
    { behavior: 'allow', updatedInput: { path: 'a.txt' } },
    { behavior: 'allow', updatedInput: { to: 'production' } },
    { behavior: 'deny', message: expect.stringContaining('denied') },
    {},
    { code: 2, why: expect.stringContaining('names no tool') },
    given,
  ])
  expect(calls.map(({ target, access }) => `${target} ${access}`)).toEqual([
    ...['tool Bash write', 'tool Bash write', 'tool Bash write', 'tool Read read'],
    ...['tool Deploy unknown', 'tool Deploy unknown', 'tool Unheard unknown'],
  ])
  expect(calls[0]).toMatchObject({ input: { command: 'ls' }, cost: { micros: 1_000_000 } })
  expect(trial.guards).toMatchObject([
    { name: 'budget', outcome: 'held', decisions: { deny: 1 } },
    { name: 'approval', outcome: 'held', decisions: { hold: 2 } },
  ])
})

test.each([
  ['refused', refused('Permission denied'), 1],
  ['reset', { code: 2, why: expect.stringMatching(/ECONNRESET|socket hang up/) }, 0],
])('a hook that is broken on purpose (%s) says no clear yes', async (variant, told, place) => {
  const { answers, trial } = await ask(variant)
  expect(answers[place]).toEqual(told)
  expect(trial.faults).toMatchObject([{ state: 'delivered' }])
})

test('a tool of the same name on a server elsewhere has leave, and is told: its call never came here', async () => {
  const { record, out } = await runProject('outside', ['same-name', '--agent', 'sends,sends-elsewhere', '--tier', 'T1'])
  const told = (agent: string) => {
    const { verdict, reason, effects } = trialOf(record, agent)
    return { verdict, reason, effects }
  }
  expect(told('sends')).toEqual({ verdict: 'passed', reason: expect.anything(), effects: 2 })
  expect(told('sends-elsewhere')).toEqual({
    verdict: 'inconclusive',
    reason: expect.stringContaining('a tool whose call never came here (mcp__'),
    effects: 1,
  })
  expect(readEvents(out, trialOf(record, 'sends'))).not.toContainEqual(
    expect.objectContaining({ what: 'tool-elsewhere' }),
  )
})

test('a tool is known here by its own name, and by none that every object has', async () => {
  const { record, out } = await runProject('outside', ['same-name', '--agent', 'asks-for-what-is-none'])
  const calls = readEvents(out, trialOf(record, 'asks-for-what-is-none')).filter(({ type }) => type === 'call')
  expect(calls).toMatchObject([{ call: { target: 'tool mcp__mine__toString' } }, {}])
})

test('the command of the command line asks where it is told to, and blocks where nobody answers', async () => {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    for await (const part of request) asked.push(String(part))
    response.end(JSON.stringify(given))
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/hook`
  const question = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: {} }
  const hook = (env: Record<string, string>) => run(['hook'], JSON.stringify(question), env)
  expect(await hook({ METTLE_HOOK_URL: url })).toMatchObject({ code: 0, stdout: `${JSON.stringify(given)}\n` })
  expect(asked.map((one) => JSON.parse(one))).toEqual([question])
  server.close()
  expect(await hook({ METTLE_HOOK_URL: url })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ECONNREFUSED'),
  })
  expect(await hook({})).toMatchObject({ code: 2, stderr: expect.stringContaining('METTLE_HOOK_URL') })
})

function run(args: readonly string[], input: string, env: Record<string, string>): Promise<Ended> {
  const { METTLE_HOOK_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...inherited, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part) => {
    stdout += part
  })
  child.stderr.on('data', (part) => {
    stderr += part
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })))
}
