import { execFile, execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../commands/planted.ts'
import { shellEnvironment, typed } from '../commands/typing.ts'
import { plantProject } from '../e2e/cli.ts'

const PROJECT = {
  'mettle.config.ts': "export default { agents: { idle: './idle.ts', busy: { module: './idle.ts', model: 'm' } } }",
  'idle.ts': "export const run = () => 'done'",
  'scenarios/billing/refund.scenario.yaml': 'task: { text: Say done. }\nvariants: { slow: [{ fault: latency }] }\n',
}

/** @throws {Error} It is not here: that is a failure and no reason to leave a test out. */
function need(shell: string): void {
  try {
    execFileSync(shell, ['--version'])
  } catch (thrown) {
    throw new Error(`Failed to run ${shell}. Run "apt-get install -y ${shell}".`, { cause: thrown })
  }
}

const BEGINNINGS = [
  'mettle ini',
  'mettle run --rep',
  'mettle run bil',
  'mettle run --agent idle,bus',
  'mettle run --variant sl',
]
const LINES = [
  'mettle init',
  'mettle run --reporter',
  'mettle run billing/refund',
  'mettle run --agent idle,busy',
  'mettle run --variant slow',
]

test('a real zsh completes what is typed', async () => {
  need('zsh')
  const project = plantProject(PROJECT)
  const rc = (text: string) =>
    writeFileSync(join(project, '.zshrc'), `autoload -U compinit && compinit -u -D\nbindkey -e\n${text}\n`)
  const env = { ...shellEnvironment(), ZDOTDIR: project }
  rc('eval "$(mettle completion zsh)"')
  expect(await typed('zsh -i', project, BEGINNINGS, env)).toEqual(LINES)
  rc('')
  expect(await typed('zsh -i', project, ['mettle ini'], env)).toEqual(['mettle ini'])
})

test('a real fish completes what is typed', async () => {
  need('fish')
  const project = plantProject(PROJECT)
  const { stdout } = await run(project, 'completion fish')
  writeFileSync(join(project, 'mettle.fish'), stdout)
  const complete = (line: string, script: string) =>
    new Promise<string>((done) => {
      const command = `${script}; complete --do-complete ${JSON.stringify(line)}`
      execFile('fish', ['--no-config', '-c', command], { cwd: project, env: shellEnvironment() }, (_, out) => done(out))
    })
  for (const [index, beginning] of BEGINNINGS.entries()) {
    const [first = ''] = (await complete(beginning, 'source mettle.fish')).split('\n')
    expect(first.split('\t')[0]).toBe(LINES[index]?.split(' ').at(-1))
  }
  expect(await complete('mettle ini', 'true')).not.toMatch(/^init/m)
})
