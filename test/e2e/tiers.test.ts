import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { mettle, plantProject, readRecord } from './cli.ts'

const AGENTS = `{
  usual: { command: ['sh', '-c', 'echo done'] },
  service: { url: 'http://127.0.0.1:{{port}}', start: ['node', 'service.mjs'] },
  accepted: { command: ['sh', '-c', 'echo done'], tier: 'T1' },
  demanded: { command: ['sh', '-c', 'echo done'], tier: 'T2' },
  boxed: { command: ['sh', '-c', 'echo done'], tier: 'T3', image: 'any:1' },
  module: './agent.js',
}`

const project = () =>
  plantProject({
    'agent.js': `export const run = () => 'done'`,
    'service.mjs': `import { createServer } from 'node:http'
      createServer((_, response) => response.end('done')).listen(process.env.PORT, '127.0.0.1')`,
    'mettle.config.js': `export default { agents: ${AGENTS} }`,
    'scenarios/any.scenario.js': scenario(''),
    'scenarios/strong.scenario.js': scenario(`tier: 'T2',`),
  })

const scenario = (tier: string) =>
  `export default { task: { text: 'Tidy up.' }, ${tier} scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`

/** A machine without bubblewrap: nothing but what is named here is on its PATH. */
function bareMachine(cwd: string): { PATH: string } {
  const bin = join(cwd, 'bin')
  mkdirSync(bin)
  for (const name of ['sh', 'env']) symlinkSync(join('/bin', name), join(bin, name))
  symlinkSync(process.execPath, join(bin, 'node'))
  return { PATH: bin }
}

async function runOnBareMachine(args: readonly string[] = []) {
  const cwd = project()
  const env = bareMachine(cwd)
  const { code, stdout, stderr } = await mettle(['run', '--reporter', 'list', ...args], { cwd, env })
  const { trials } = await readRecord(join(cwd, 'reports/latest'))
  const of = (name: string) => {
    const found = trials.find(({ scenario: id, agent }) => `${id} ${agent}` === name)
    if (!found) throw new Error(`there is no trial ${name}: ${stdout}${stderr}`)
    return found
  }
  return { code, stdout, of }
}

const INSTALL = 'apt-get install bubblewrap'
const toldOf = ({ verdict, tier, reason }: TrialRecord) => ({ verdict, tier, reason })

test('where there is no sandbox, a program is not watched, and proves nothing unless that is accepted', async () => {
  const { code, of } = await runOnBareMachine()
  expect(code).toBe(1)
  for (const name of ['any usual', 'any service']) {
    const usual = toldOf(of(name))
    expect([name, usual]).toEqual([name, expect.objectContaining({ verdict: 'inconclusive', tier: 'T1' })])
    expect(usual.reason).toContain(INSTALL)
    expect(usual.reason).toContain("tier: 'T1'")
  }
  expect(toldOf(of('any accepted'))).toMatchObject({ verdict: 'passed', tier: 'T1' })
  // A module is watched by the process that it runs in.
  expect(toldOf(of('any module'))).toMatchObject({ verdict: 'passed', tier: 'T1' })
})

test('a tier that was demanded and is not to be had is an error that says what to do, and nothing weaker', async () => {
  const { of } = await runOnBareMachine()
  for (const name of ['any demanded', 'strong usual', 'strong service', 'strong accepted', 'strong demanded']) {
    const { verdict, reason } = toldOf(of(name))
    expect([name, verdict]).toEqual([name, 'error'])
    expect(reason).toContain(INSTALL)
  }
  expect(toldOf(of('strong module'))).toMatchObject({
    verdict: 'error',
    reason: expect.stringContaining('T2 is not to be had'),
  })
})

test('the command line has the last word on agents, and says it in the command that runs a trial again', async () => {
  const { of } = await runOnBareMachine(['--tier', 'T1'])
  for (const name of ['any usual', 'any service', 'any demanded']) {
    expect(toldOf(of(name))).toMatchObject({ verdict: 'passed', tier: 'T1' })
    expect(of(name).replay).toContain('--tier T1')
  }
  // What a scenario demands is not the agent's to say.
  expect(toldOf(of('strong usual'))).toMatchObject({ verdict: 'error' })
})

test('a tier that there is none of is misuse', async () => {
  const cwd = project()
  const { code, stderr } = await mettle(['run', '--tier', 'T4'], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining('There is no tier "T4". Did you mean')])
})

test('where there is no Docker, a container is an error that says what to install', async () => {
  const { of } = await runOnBareMachine()
  const { verdict, reason } = toldOf(of('any boxed'))
  expect([verdict, reason]).toEqual(['error', expect.stringContaining('apt-get install docker.io')])
  const { of: ofAll } = await runOnBareMachine(['--tier', 'T3'])
  for (const name of ['any usual', 'any accepted', 'any demanded', 'any module', 'any boxed']) {
    expect(toldOf(ofAll(name))).toMatchObject({
      verdict: 'error',
      reason: expect.stringContaining('T3 is not to be had'),
    })
  }
})

const SH = "command: ['sh', '-c', 'echo done']"

test.each([
  [`{ ${SH}, tier: 'T3' }`, "agents.mine.image: expected the image that a container of tier 'T3' is made of"],
  [`{ ${SH}, image: 'any:1' }`, "agents.mine.tier: expected 'T3': an `image` is what its container is made of"],
  [`{ ${SH}, tier: 'T2', image: 'any:1' }`, "agents.mine.tier: expected 'T3'"],
  [`{ ${SH}, tier: 'T3', image: '' }`, 'agents.mine.image'],
  [`{ ${SH}, tier: 'T3', imgae: 'any:1' }`, 'Did you mean "image"?'],
  [`{ ${SH}, tier: 'T4', image: 'any:1' }`, 'agents.mine.tier'],
])('%s in a config is misuse', async (agent, told) => {
  const cwd = plantProject({
    'mettle.config.js': `export default { agents: { mine: ${agent} } }`,
    'scenarios/any.scenario.js': scenario(''),
  })
  const { code, stderr } = await mettle(['run'], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining(told)])
})
