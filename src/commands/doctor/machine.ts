import { availableParallelism } from 'node:os'
import type { Examination } from './check.ts'

/** What two workers, this process and a database take. */
const NEEDED_MB = 700

export const machine: Examination = {
  name: 'machine',
  look: ({ config }) => {
    const cores = availableParallelism()
    const workers = config?.workers ?? Math.min(8, cores)
    const megabytes = Math.round(process.availableMemory() / 1024 / 1024)
    const found = `${cores} cores, ${megabytes} MB of memory to be had, ${workers} trials at once`
    if (megabytes < NEEDED_MB) {
      return { status: 'warn', found, advice: `Runs want about ${NEEDED_MB} MB: close something, or set workers: 1.` }
    }
    if (workers > cores * 2) {
      return {
        status: 'warn',
        found,
        advice: 'Trials that wait for a core may pass their deadline: set fewer workers.',
      }
    }
    return { status: 'ok', found }
  },
}
