import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const PROJECT = join(import.meta.dirname, 'project')
const BIN = join(import.meta.dirname, '../bin/mettle.js')

/** The command as a user starts it, in the bench's project or another one. */
export function startCli(args: string[], cwd = PROJECT): { child: ChildProcess; ended: Promise<void> } {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`mettle ${args.join(' ')} ended with exit code ${code}.`)),
    )
  })
  return { child, ended }
}
