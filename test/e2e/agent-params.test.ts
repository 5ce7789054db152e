import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { readWhole } from '../store/write-run.ts'
import { mettle, plantProject, temporaryFolder } from './cli.ts'

let cwd: string

beforeAll(() => {
  cwd = plantProject({
    'mettle.config.js': `export default {
      agents: { plain: './agent.js', told: { module: './agent.js', params: { tone: 'dry', tries: 3 } } },
    }`,
    'agent.js': "export const run = (task) => 'told ' + JSON.stringify(task.params)",
    'scenarios/say.scenario.js': `export default { task: { text: 'Say what you were told.' }, world: {}, scorers: [{ use: 'answer', params: { includes: ['told'] } }] }`,
  })
})

async function answers(...agents: string[]) {
  const out = join(temporaryFolder(), 'run')
  const ended = await mettle(['run', '--agent', agents.join(','), '--out', out], { cwd })
  expect(ended.code, ended.stderr).toBe(0)
  const { trials } = readWhole(out)
  return {
    out,
    told: Object.fromEntries(
      trials.map(({ agent, answer }) => [agent, JSON.parse(String(answer).slice('told '.length))]),
    ),
    ids: trials.map(({ id }) => id),
  }
}

test('an agent is told what the config sets, or the command line', async () => {
  const { told } = await answers('told:{"tries":{"most":5},"at":["a@b.test","{"]}', 'plain', 'told')
  expect(told).toEqual({
    plain: {},
    told: { tone: 'dry', tries: 3 },
    'told:{"tries":{"most":5},"at":["a\\u0040b.test","{"]}': { tone: 'dry', tries: { most: 5 }, at: ['a@b.test', '{'] },
  })
})

test('a trial of it is run again by its id', async () => {
  const { out, ids } = await answers('told:{"tries":5}')
  const again = await mettle(['replay', ids[0] ?? '', '--run', out], { cwd })
  expect(again.stdout).toContain('passed as before')
})

test('parameters that do not parse are a mistake of whoever typed them', async () => {
  const ended = await mettle(['run', '--agent', 'told:{tries:5}'], { cwd })
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain(`--agent 'told:{"temperature":0}'`)
})
