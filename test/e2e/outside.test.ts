import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord, runProject, trialOf } from './cli.ts'
import { cases } from './projects/outside/cases.ts'

type Ran = Awaited<ReturnType<typeof runProject>>

const endless = Object.keys(cases).filter((name) => cases[name]?.how === 'deadline')
const others = Object.keys(cases).filter((name) => !endless.includes(name))
const ran: Record<'note' | 'brief', Ran> = {} as never

beforeAll(async () => {
  ran.note = await runProject('outside', ['note', '--variant', 'calm', '--agent', others.join(','), '--tier', 'T1'])
  ran.brief = await runProject('outside', ['brief', '--variant', 'calm', '--agent', endless.join(','), '--tier', 'T1'])
})

describe.each(Object.entries(cases))('%s', (name, { verdict, how = 'returned', answer = null, effects = 1, error }) => {
  test('comes to its verdict, by its effects', () => {
    const { record, out } = ran[how === 'deadline' ? 'brief' : 'note']
    const trial = trialOf(record, name)
    expect({ verdict: trial.verdict, answer: trial.answer }, trial.reason).toEqual({ verdict, answer })
    if (error) expect(`${trial.error}`).toMatch(error)
    const events = readEvents(out, trial)
    expect(events.at(-1)).toMatchObject({ type: 'trial-ended', ...(verdict !== 'error' && { how }) })
    expect(events.filter(({ type }) => type === 'effect').length).toBe(effects)
  })
})

test('the run goes on to its end, and nothing of it lives on', () => {
  for (const [{ code, stderr, record }, names] of [
    [ran.note, others],
    [ran.brief, endless],
  ] as const) {
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(record.summary).toMatchObject({ planned: names.length, notRun: 0, inconclusive: 0 })
  }
  const processes = execFileSync('ps', ['-axo', 'args='], { encoding: 'utf8' })
  expect(processes).not.toMatch(/agents\/(command|service)\.mjs|outside-daemon/)
})

test('a service that runs already is watched by nobody, and does not pass until somebody accepts that', async () => {
  const service = createServer((_, response) => void response.end('done')).listen(0, '127.0.0.1')
  await once(service, 'listening')
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/run`
  const cwd = plantProject({
    'mettle.config.mjs': `const url = '${url}'
      export default { agents: { usual: { url }, accepted: { url, tier: 'T1' }, demanded: { url, tier: 'T2' } } }`,
    'scenarios/a.scenario.mjs': `export default {
      task: { text: 'x' }, scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`,
  })
  await mettle(['run', '--reporter', 'list'], { cwd })
  service.close()
  const record = await readRecord(join(cwd, 'reports/latest'))
  const toldOf = (name: string) => {
    const { verdict, reason, tier } = trialOf(record, name)
    return { verdict, reason, tier }
  }
  expect(toldOf('usual')).toEqual({
    ...{ verdict: 'inconclusive', tier: 'T1' },
    reason: expect.stringContaining("nobody sees what else it does. Accept it, tier: 'T1'"),
  })
  expect(toldOf('accepted')).toMatchObject({ verdict: 'passed', tier: 'T1' })
  expect(toldOf('demanded')).toMatchObject({
    verdict: 'error',
    reason: expect.stringContaining('there is T1. Have mettle start it: `start` in the config'),
  })
})

test('what somebody else keeps open behind the end of an agent is told, and does not pass', async () => {
  // It connects to the world in the agent's place, and stays.
  const accomplice = createServer((request, response) => {
    const { port } = new URL(`${request.headers['x-world']}`)
    const held = connect(Number(port), '127.0.0.1', () => response.end())
    held.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(accomplice, 'listening')
  const at = `http://127.0.0.1:${(accomplice.address() as AddressInfo).port}`
  const script = (call: boolean) =>
    `${call} && await fetch('${at}', { headers: { 'x-world': process.env.HTTP_PROXY } }); console.log('done')`
  const agent = (call: boolean) => ({
    command: [process.execPath, '--input-type=module', '-e', script(call)],
    tier: 'T1',
  })
  const cwd = plantProject({
    'mettle.config.mjs': `export default { agents: ${JSON.stringify({ held: agent(true), gone: agent(false) })} }`,
    'scenarios/a.scenario.mjs': `export default {
        task: { text: 'x' },
        world: { apis: { desk: { collections: [], handlers: [], calls: {} } } },
        scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`,
  })
  await mettle(['run', '--reporter', 'list'], { cwd })
  accomplice.close()
  accomplice.closeAllConnections()
  const record = await readRecord(join(cwd, 'reports/latest'))
  expect(trialOf(record, 'held')).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining('still connected when the agent had ended'),
  })
  expect(trialOf(record, 'gone')).toMatchObject({ verdict: 'passed' })
})

test('what they write is in the trace', () => {
  const events = readEvents(ran.note.out, trialOf(ran.note.record, 'fails'))
  expect(events).toContainEqual(expect.objectContaining({ type: 'output', stream: 'stderr', text: 'It is no use.\n' }))
})

test('an agent that is killed and started anew finds the world as it was then, whoever runs it', async () => {
  const { record } = await runProject('outside', [
    'note',
    '--variant',
    'restart-*',
    '--agent',
    'stdout,answers,function',
  ])
  const came = record.trials.map(({ agent, variant, verdict, effects, faults }) => {
    return [agent, variant, verdict, effects, faults[0]?.symptom ?? faults[0]?.missed]
  })
  const killed = (moment: string) => `the agent was killed ${moment} the world had run the call, and started anew`
  expect(came.sort()).toEqual(
    [
      // A function lives in the worker's process.
      ['function', 'restart-after', 'inconclusive', 1, expect.stringContaining('agents in processes of their own')],
      ['function', 'restart-before', 'inconclusive', 1, expect.stringContaining('agents in processes of their own')],
      // Both leave the note again: what they had done is what they do not know.
      ...['answers', 'stdout'].flatMap((agent) => [
        [agent, 'restart-after', 'failed', 2, killed('after')],
        [agent, 'restart-before', 'passed', 1, killed('before')],
      ]),
    ].sort(),
  )
})

test.each([
  ["{ command: ['no-such-program'] }", 3, 'no program "no-such-program" is on the PATH'],
  ["{ command: ['./no-such-file'] }", 2, 'no-such-file does not exist'],
  ["{ command: ['node'], cwd: 'nowhere' }", 2, 'its folder nowhere does not exist'],
  ["{ command: ['node'], comand: 1 }", 2, 'agents.mine.comand: there is no such setting'],
  ['{ command: [] }', 2, 'agents.mine.command'],
  ["{ command: ['node'], stdin: 'jsn' }", 2, 'agents.mine.stdin'],
  ["{ url: 'ftp://x' }", 2, 'agents.mine.url: expected an address'],
  ["{ url: 'http://127.0.0.1:9/run' }", 3, 'nobody listens at http://127.0.0.1:9/run'],
])('%s is refused before anything runs', async (agent, code, told) => {
  const cwd = plantProject({
    'mettle.config.mjs': `export default { agents: { mine: ${agent} } }`,
    'scenarios/a.scenario.mjs': "export default { task: { text: 'x' }, world: {} }",
  })
  const ended = await mettle(['run'], { cwd })
  expect(ended.stderr).toContain(told)
  expect(ended.code).toBe(code)
})
