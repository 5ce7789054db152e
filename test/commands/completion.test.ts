import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { plantProject } from '../e2e/cli.ts'
import { run } from './planted.ts'
import { shellEnvironment, typed } from './typing.ts'

let project = ''

beforeAll(async () => {
  project = plantProject({
    'mettle.config.ts': `export default {
      agents: { idle: './idle.ts', 'idle-too': { module: './idle.ts', model: 'scripted' }, busy: './idle.ts' },
    }`,
    'idle.ts': "export const run = () => 'done'",
    'scenarios/billing/refund.scenario.ts': `export default {
      task: { text: 'Say done.' },
      variants: { slow: [{ fault: 'latency' }], sloppy: [{ fault: 'lost-reply' }] },
      tags: ['quick'],
    }`,
    'scenarios/office/archive.scenario.yaml': 'task: { text: Say done. }\n',
    'scenarios/broken.scenario.yaml': 'tsak: { text: Say done. }\n',
  })
})

/** What `mettle complete` answers: the words, without what they are. */
const answers = (...words: string[]) => answersIn(project, ...words)

async function answersIn(folder: string, ...words: string[]): Promise<string[]> {
  const { stdout } = await run(folder, ['complete', '--', ...words])
  return stdout.split('\n').flatMap((line) => line.split('\t', 1)[0] || [])
}

describe('what may stand in a place', () => {
  test.each<[string[], string[]]>([
    [['ru'], ['run']],
    [['co'], ['compare', 'completion']],
    [['baseline', 'a'], ['accept']],
    [['run', '--rep'], ['--reporter']],
    [
      ['run', '--max'],
      ['--max-usd', '--max-minutes', '--max-calls-per-minute', '--max-tokens-per-minute'],
    ],
    [['run', 'bil'], ['billing/refund']],
    [
      ['run', ''],
      ['billing/refund', 'broken', 'office/archive'],
    ],
    [
      ['run', '--agent', 'idle'],
      ['idle', 'idle-too'],
    ],
    [
      ['run', '-a', 'b'],
      ['busy', 'blind-truster', 'bait-and-switch'],
    ],
    [['run', '--agent', 'idle,id'], ['idle,idle-too']],
    [
      ['run', '--variant', 'slo'],
      ['slow', 'sloppy'],
    ],
    [['run', '--tag', ''], ['quick']],
    [['run', '--reporter', 'ht'], ['html']],
    [['run', '--reporter', 'html,js'], ['html,json']],
    [
      ['run', '--reset', ''],
      ['journal', 'clone'],
    ],
    [['run', '--workers', ''], []],
    [['run', '--agent', 'idle', 'off'], ['office/archive']],
    [['run', 'office/archive', ''], []],
    [['run', '--config', 'met'], ['mettle.config.ts']],
    [
      ['create', 's'],
      ['scenario', 'scorer'],
    ],
    [['create', 'scenario', ''], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['nonsense', ''], expect.arrayContaining(['run', 'list']) as unknown as string[]],
  ])('%j', async (words, expected) => {
    expect(await answers(...words)).toEqual(expected)
  })

  test('the trials of a run, and files', async () => {
    const folder = plantProject({
      'mettle.config.ts': "export default { agents: { idle: './idle.ts' } }",
      'idle.ts': "export const run = () => 'done'",
      'scenarios/one.scenario.yaml': 'task: { text: Say done. }\n',
    })
    await run(folder, 'run')
    expect(await answersIn(folder, 'replay', 'on')).toEqual(['one~calm~idle~r1'])
    expect(await answersIn(folder, 'report', 're')).toEqual(['reports/'])
    expect(await answersIn(folder, 'report', 'reports/')).toEqual(['reports/latest/'])
  })

  test('nothing, and no word of it, where the config does not load', async () => {
    const folder = plantProject({ 'mettle.config.ts': 'export default {' })
    const { code, stdout, stderr } = await run(folder, 'complete -- run --agent x')
    expect([code, stdout, stderr]).toEqual([0, '', ''])
  })

  test('each command and option, and none that is hidden', async () => {
    const commands = await answers('')
    expect(commands).toEqual(expect.arrayContaining(['run', 'init', 'create', 'doctor', 'completion']))
    expect(commands).not.toContain('complete')
  })
})

test('another shell is refused with the nearest', async () => {
  const { code, stderr } = await run(project, 'completion bahs')
  expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "bash"?')])
})

describe('a real bash', () => {
  test('completes what is typed', async () => {
    writeFileSync(join(project, 'bashrc'), 'eval "$(mettle completion bash)"\n')
    const lines = await typed(`bash --rcfile ${join(project, 'bashrc')} -i`, project, [
      'mettle ini',
      'mettle run --rep',
      'mettle run bil',
      'mettle run --agent bus',
      'mettle run --agent idle-too@scripted,bus',
      'mettle run --config ./met',
    ])
    expect(lines).toEqual([
      'mettle init',
      'mettle run --reporter',
      'mettle run billing/refund',
      'mettle run --agent busy',
      'mettle run --agent idle-too@scripted,busy',
      'mettle run --config ./mettle.config.ts',
    ])
  })

  test('completes nothing without the script', async () => {
    writeFileSync(join(project, 'bare'), '')
    expect(await typed(`bash --rcfile ${join(project, 'bare')} -i`, project, ['mettle ini'])).toEqual(['mettle ini'])
  })

  test('has the script parse', async () => {
    const { stdout } = await run(project, 'completion bash')
    const ended = new Promise<string>((done) => {
      const child = execFile('bash', ['-n'], { env: shellEnvironment() }, (_, __, stderr) => done(stderr))
      child.stdin?.end(stdout)
    })
    expect(await ended).toBe('')
  })
})
