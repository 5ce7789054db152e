import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ROOT, temporaryFolder } from '../e2e/cli.ts'

/** Variables with which a shell finds `mettle`, and the Node that runs this. */
export function shellEnvironment(): Record<string, string> {
  const bin = join(temporaryFolder(), 'bin')
  mkdirSync(bin)
  symlinkSync(join(ROOT, 'bin/mettle.js'), join(bin, 'mettle'))
  const { NODE_OPTIONS: _, ...inherited } = process.env as Record<string, string>
  const path = [bin, dirname(process.execPath), inherited.PATH].join(delimiter)
  return { ...inherited, PATH: path, TERM: 'dumb', HOME: dirname(bin) }
}

/**
 * Types beginnings of lines into an interactive shell in a terminal, and TAB behind each. Resolves to what the lines became.
 * Nothing of it is run: each line is turned into an argument of echo.
 */
export function typed(
  shell: string,
  cwd: string,
  beginnings: readonly string[],
  env = shellEnvironment(),
): Promise<string[]> {
  const child = spawn('script', ['-qec', shell, '/dev/null'], { cwd, env })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  // Ctrl-A goes to the beginning of the line.
  for (const beginning of beginnings) child.stdin.write(`${beginning}\t\x01echo RESULT \n`)
  child.stdin.write('exit\n')
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', () => done([...output.matchAll(/^RESULT (.*?)\s*$/gm)].map(([, line = '']) => line)))
  })
}
