import { spawn } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { plantProject, ROOT, temporaryFolder } from './cli.ts'

const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')

/** The commands of the workflow on the page. Those that are not ours are GitHub's and npm's business. */
const commands = [...page.matchAll(/^[\s-]+run: (.+)$/gm)].map(([, command = '']) => command)

const right = "export const run = () => 'done'\n"
const wrong = "export const run = () => 'no idea ::error::owned ##[set-env name=A]b'\n"

let cwd: string
let bin: string

beforeAll(() => {
  cwd = plantProject({
    'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' } }\n",
    'clerk.ts': right,
    'scenarios/answer.scenario.ts': `export default {
  task: { text: 'Say done.' },
  variants: {
    slow: [],
  },
  scorers: [{ use: 'answer', params: { includes: ['done'] } }],
}
`,
  })
  // 'npx mettle' is the command line of this repository.
  bin = temporaryFolder()
  const shim = `#!/bin/sh\nshift\nexec '${process.execPath}' '${join(ROOT, 'bin/mettle.js')}' "$@"\n`
  writeFileSync(join(bin, 'npx'), shim)
  chmodSync(join(bin, 'npx'), 0o755)
})

/** Runs a command of a step as GitHub does: bash, its variables, a file for the summary. */
async function step(command: string) {
  const summary = join(cwd, '.summary.md')
  rmSync(summary, { force: true })
  writeFileSync(summary, '')
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
  }
  delete (env as Record<string, unknown>).NODE_OPTIONS
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command], { cwd, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((done) => child.on('close', done))
  return { code, output, summary: readFileSync(summary, 'utf8') }
}

const annotations = (output: string) => output.split('\n').filter((line) => line.trim().startsWith('::'))

describe('the workflow of the guide', () => {
  const [install, run = '', compare = ''] = commands

  test('has the commands that it should', () => {
    expect(commands.length).toBe(3)
    expect(install).toBe('npm ci')
    expect(run).toMatch(/^npx mettle run /)
    expect(compare).toMatch(/^npx mettle compare /)
  })

  test('is green where nothing changed, red with a place where the agent got worse, green again after the fix', async () => {
    const first = await step('npx mettle run --trials 30 --reporter list')
    expect([first.code, annotations(first.output)]).toEqual([0, []])
    const accepted = await step("npx mettle baseline accept --reason 'It does the task.'")
    expect(accepted.output).toContain('Accepted')

    const green = [await step(run), await step(compare)]
    expect(green.map(({ code }) => code)).toEqual([0, 0])
    expect(green[0]?.summary).toContain('## mettle: ✓ passed')
    expect(green[1]?.summary).toContain('## mettle compare: ✓ no regression')
    expect(green.flatMap(({ output }) => annotations(output))).toEqual([])

    writeFileSync(join(cwd, 'clerk.ts'), wrong)
    const red = [await step(run), await step(compare)]
    expect(red.map(({ code }) => code)).toEqual([1, 1])
    const [head, ...tasks] = annotations(red[0]?.output ?? '')
    expect(head).toMatch(/^::error title=mettle::1 of 2 gates failed/)
    expect(tasks.map((line) => /file=(.*?),line=(\d+)/.exec(line)?.slice(1))).toEqual([
      ['scenarios/answer.scenario.ts', '1'],
      ['scenarios/answer.scenario.ts', '4'],
    ])
    expect(red[0]?.summary).toContain('## mettle: ✗ failed')
    expect(red[0]?.output).not.toContain('##[')
    expect(readFileSync(join(cwd, 'reports/latest/junit.xml'), 'utf8')).toContain('<failure')
    expect(red[1]?.summary).toContain('✗ regressed')

    writeFileSync(join(cwd, 'clerk.ts'), right)
    expect([(await step(run)).code, (await step(compare)).code]).toEqual([0, 0])
  })

  test('in a folder of the checkout, files are named from its root', async () => {
    const { output } = await step(`GITHUB_WORKSPACE='${dirname(cwd)}' npx mettle run --gate 'passRate < 1'`)
    expect(annotations(output).join()).not.toContain('file=')
    writeFileSync(join(cwd, 'clerk.ts'), wrong)
    const wronged = await step(`GITHUB_WORKSPACE='${dirname(cwd)}' npx mettle run`)
    writeFileSync(join(cwd, 'clerk.ts'), right)
    expect(annotations(wronged.output)[1]).toContain(`file=${basename(cwd)}/scenarios/answer.scenario.ts,`)
  })

  test('elsewhere nothing of it is printed', async () => {
    const { output } = await step("GITHUB_ACTIONS= npx mettle run --gate 'passRate >= 0'")
    expect(output).not.toContain('::')
  })
})
