import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TrialRecord } from '../../src/record/trial.ts'
import { openRun } from '../../src/store/stored-run.ts'
import type { Evidence } from '../../src/trace/evidence.ts'

const MAIN = resolve(import.meta.dirname, '../../bin/mettle.js')

export interface ProjectRun {
  exitCode: number
  trials: { record: TrialRecord; evidence: Evidence }[]
  /** The HTML report. */
  report: string
  /** What the terminal showed. */
  shown: string
}

/** Runs a project below this folder as a user would, in processes of its own. */
export async function runProject(folder: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<ProjectRun> {
  const out = mkdtempSync(join(tmpdir(), 'mettle-run-'))
  try {
    const command = [MAIN, 'run', ...args, '--reporter', 'html,list', '--out', join(out, 'run')]
    const cwd = join(import.meta.dirname, folder)
    const child = spawn(process.execPath, command, { cwd, env: { ...process.env, ...env } })
    let shown = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        shown += text
      })
    }
    const [exitCode] = (await once(child, 'close')) as [number]
    if (exitCode > 1) throw new Error(`mettle ended with ${exitCode}:\n${shown}`)
    const { records, evidence } = openRun(join(out, 'run'))
    return {
      exitCode,
      trials: Array.from(records(), (record) => ({ record, evidence: evidence(record.id) })),
      report: readFileSync(join(out, 'run', 'index.html'), 'utf8'),
      shown,
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
