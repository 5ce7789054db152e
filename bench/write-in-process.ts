import { fork } from 'node:child_process'
import { join } from 'node:path'
import { SOURCE_FLAGS } from './flags.ts'

/** What one writing of the HTML report took. */
export interface Written {
  ms: number
  /** Time of the processors, which other work on the machine does not stretch. */
  cpuMs: number
  bytes: number
  /** Of the run's records. */
  recordsMB: number
  /** The most memory that the process held once the run was loaded, and in the end. */
  loadedMB: number
  peakMB: number
}

/** Writes the report of a stored run in a process of its own. */
export function writeInProcess(folder: string): Promise<Written> {
  const child = fork(join(import.meta.dirname, 'write-html.ts'), [folder], { execArgv: SOURCE_FLAGS })
  return new Promise((done, fail) => {
    child.on('message', (message) => done(message as Written))
    child.on('exit', (code) => fail(new Error(`The report was not written: exit code ${code}.`)))
  })
}
