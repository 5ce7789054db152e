import { resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { version } from '../kernel/version.ts'
import { visibleLines } from '../kernel/visible.ts'
import type { Diagnosis, Examination } from './doctor/check.ts'
import { ci } from './doctor/ci.ts'
import { openProject } from './doctor/config.ts'
import { containers } from './doctor/containers.ts'
import { docker, testcontainers } from './doctor/docker.ts'
import { cache, out } from './doctor/folders.ts'
import { isolation } from './doctor/isolation.ts'
import { leftovers } from './doctor/left.ts'
import { machine } from './doctor/machine.ts'
import { node } from './doctor/node.ts'
import { postgres } from './doctor/postgres.ts'
import { sockets } from './doctor/sockets.ts'
import type { Terminal } from './terminal.ts'

export interface DoctorFlags {
  config?: string
  json?: boolean
  /** Where a run lies. */
  run?: string
  repair?: boolean
  /** Looks for what runs have left that were killed. */
  leftovers?: boolean
  /** The same, and removes it. */
  remove?: boolean
}

/**
 * Looks at all that runs need of this machine, or at the files of a run. Resolves with the exit code: 3 where something is missing
 * that runs need, 1 where a run is not as it was written, or something is left.
 * @throws {UsageError} there is no such run, or nothing that could be repaired is named.
 */
export async function doctorCommand(flags: DoctorFlags, terminal: Terminal): Promise<number> {
  if (flags.leftovers || flags.remove) return lookAtLeftovers(flags, terminal)
  if (flags.run !== undefined) return lookAtRun(flags.run, flags, terminal)
  if (flags.repair) throw new UsageError('What is to be repaired is a run: name it with --run.')
  return lookAtMachine(flags, terminal)
}

async function lookAtRun(folder: string, { repair, json }: DoctorFlags, terminal: Terminal): Promise<number> {
  const { examineRun } = await import('./doctor/run.ts')
  const findings = examineRun(resolve(folder), repair)
  const ok = findings.every(({ status }) => status === 'ok')
  if (json) terminal.print(`${JSON.stringify({ mettle: version(), ok, checks: findings }, null, 2)}\n`)
  else {
    for (const finding of findings) terminal.print(line(finding))
    terminal.print(
      ok ? '\nThe run is as it was written.\n' : '\nThe run is not as it was written: see what each line says to do.\n',
    )
  }
  return ok ? 0 : 1
}

async function lookAtLeftovers(flags: DoctorFlags, terminal: Terminal): Promise<number> {
  if (flags.run !== undefined || flags.repair)
    throw new UsageError('What is left and what lies in a run are two questions: leave out --run and --repair.')
  const { leftoversCommand } = await import('./doctor/leftovers.ts')
  return leftoversCommand(flags, terminal)
}

async function lookAtMachine({ config: path, json }: DoctorFlags, terminal: Terminal): Promise<number> {
  const { config, check } = await openProject(path)
  const checks: Examination[] = [
    node,
    check,
    postgres,
    cache,
    out,
    sockets,
    isolation,
    containers,
    docker,
    testcontainers,
    machine,
    ci,
    leftovers,
  ]
  const patient = { config, database: config?.database ?? 'embedded' }
  const findings: (Diagnosis & { name: string })[] = []
  for (const { name, look } of checks) {
    const finding = { name, ...(await look(patient)) }
    findings.push(finding)
    if (!json) terminal.print(line(finding))
  }
  const failed = findings.filter(({ status }) => status === 'fail').length
  const told = { mettle: version(), ok: failed === 0, checks: findings }
  terminal.print(json ? `${JSON.stringify(told, null, 2)}\n` : `\n${conclusion(findings, failed)}\n`)
  return failed === 0 ? 0 : 3
}

function line({ name, status, found, advice }: Diagnosis & { name: string }): string {
  const indent = ' '.repeat(22)
  const text = visibleLines(found.trim()).replaceAll(/\n\s*/g, `\n${indent}`)
  return `${status.padEnd(4)}  ${name.padEnd(14)}  ${text}\n${advice && status !== 'ok' ? `${indent}${advice}\n` : ''}`
}

function conclusion(findings: readonly Diagnosis[], failed: number): string {
  const warned = findings.filter(({ status }) => status === 'warn').length
  if (failed > 0) return `${failed} of ${findings.length} checks failed: see what each says to do.`
  return `mettle can run here.${warned > 0 ? ` ${warned} ${warned === 1 ? 'warning' : 'warnings'}.` : ''}`
}
