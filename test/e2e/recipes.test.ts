import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommanderError } from 'commander'
import { beforeAll, describe, expect, test } from 'vitest'
import { pages } from '../../scripts/snippets.ts'
import { buildProgram } from '../../src/cli.ts'
import { plantProject, ROOT, temporaryFolder } from './cli.ts'

// What the recipes show is what systems read: command lines that the program takes, a hook that holds.

const page = readFileSync(join(ROOT, 'docs/recipes.md'), 'utf8')
const fences = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text)

/** Command lines of mettle on all pages: those to be typed, within fences or indented. */
const lines = pages(ROOT).flatMap((name) => {
  const text = readFileSync(join(ROOT, name), 'utf8')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    // A line may go on in the next one.
    .replaceAll(/\\\n\s*/g, '')
  return [...text.matchAll(/(?:^ {4}|^|run: |&& |- |agents )npx mettle (\w[^\n`]*)/gm)].map(([, line = '']) => ({
    name,
    line,
  }))
})

/** Reads a command line as the program does, and does nothing. */
async function read(line: string): Promise<void> {
  const program = buildProgram(() => {})
  const still = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} })
    if (command.commands.length === 0) command.action(() => {})
    command.commands.forEach(still)
  }
  still(program)
  await program.parseAsync(words(line), { from: 'user' }).catch((error: CommanderError) => {
    // A line may name a command without what it must be given.
    if (error.code !== 'commander.missingMandatoryOptionValue') throw error
  })
}

/** What a system puts in the place of its variables is a number wherever pages have one. */
const VARIABLES = /\$\{\{[^}]*\}\}|\$\(\([^)]*\)\)|\$[A-Z_]+/g

/** As a shell takes a line apart: quotes, comments, what follows. */
function words(line: string): string[] {
  const [own = ''] = line.replaceAll(VARIABLES, '1').split(/ +# | && | \|\| | \| /)
  return [...own.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  )
}

describe('command lines', () => {
  test.for(lines.filter(({ line }) => !/[[<]|\b[A-Z]{4,}\b/.test(line)))(
    '$name: npx mettle $line',
    async ({ line }) => {
      await read(line)
    },
  )

  test('control: there are many, and one that the program does not take is found', async () => {
    expect(lines.length).toBeGreaterThan(30)
    await expect(read('run --trails 3')).rejects.toThrow('unknown option')
    await expect(read('rerun')).rejects.toThrow('unknown command')
  })
})

describe('the hook', () => {
  const hook = fences('sh').find((text) => text.includes('pre-push')) ?? ''
  let cwd: string
  let bin: string

  beforeAll(() => {
    cwd = plantProject({
      'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' } }\n",
      'clerk.ts': "export const run = () => 'done'\n",
      'scenarios/answer.scenario.ts':
        "export default { task: { text: 'Say done.' }, scorers: [{ use: 'answer', params: { includes: ['done'] } }] }\n",
    })
    bin = temporaryFolder()
    writeFileSync(
      join(bin, 'npx'),
      `#!/bin/sh\nshift\nexec '${process.execPath}' '${join(ROOT, 'bin/mettle.js')}' "$@"\n`,
    )
    chmodSync(join(bin, 'npx'), 0o755)
  })

  function push(answer: string) {
    writeFileSync(join(cwd, 'clerk.ts'), `export const run = () => '${answer}'\n`)
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
    const { status, stdout } = spawnSync('sh', ['-c', hook], { cwd, env, encoding: 'utf8' })
    return { status, runs: stdout.split('Report: ').length - 1 }
  }

  test('runs everything where there was no run, stops at what still fails, and runs everything once that is mended', () => {
    rmSync(join(cwd, 'reports'), { recursive: true, force: true })
    expect(push('no')).toEqual({ status: 1, runs: 1 })
    expect(push('no')).toEqual({ status: 1, runs: 1 })
    expect(push('done')).toEqual({ status: 0, runs: 2 })
    expect(push('done')).toEqual({ status: 0, runs: 1 })
    expect(existsSync(join(cwd, 'reports/latest/run.json'))).toBe(true)
  })
})
