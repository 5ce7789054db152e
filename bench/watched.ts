import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { startCli } from './cli.ts'
import { cpuSeconds, familyOf, proportionalBytes } from './proc.ts'

const SAMPLE_MS = 100

/** What one command took. */
export interface Watched {
  seconds: number
  /** Of the processors, in all its processes: what others do on the machine does not stretch it. */
  cpuSeconds: number
  /** The most memory (PSS) that a process of each kind held, in MB: 'parent', 'worker', 'judge'. Each process counts alone. */
  peakMB: Record<string, number>
}

/** Runs the command, and looks at each of its processes ten times a second. */
export async function watchCli(args: string[], codes: readonly number[] = [0]): Promise<Watched> {
  const before = cpuSeconds()
  const start = performance.now()
  const { child, ended } = startCli(args)
  const peakMB: Record<string, number> = {}
  let running = true
  const over = ended
    .catch((thrown) => {
      if (!codes.includes(child.exitCode ?? -1)) throw thrown
    })
    .finally(() => {
      running = false
    })
  while (running) {
    for (const pid of familyOf(child.pid ?? 0)) {
      const kind = kindOf(pid, child.pid)
      peakMB[kind] = Math.max(peakMB[kind] ?? 0, proportionalBytes(pid) / 1024 / 1024)
    }
    await setTimeout(SAMPLE_MS)
  }
  await over
  return { seconds: (performance.now() - start) / 1_000, cpuSeconds: cpuSeconds() - before, peakMB }
}

/** By the module that it runs: '.../judging/process.ts'. */
function kindOf(pid: number, parent: number | undefined): string {
  if (pid === parent) return 'parent'
  const command = commandOf(pid)
  if (command.includes('judging')) return 'judge'
  return command.includes('worker') ? 'worker' : 'other'
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
