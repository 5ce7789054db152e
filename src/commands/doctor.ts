import { version } from '../kernel/version.ts'
import type { Diagnosis, Examination } from './doctor/check.ts'
import { ci } from './doctor/ci.ts'
import { openProject } from './doctor/config.ts'
import { containers } from './doctor/containers.ts'
import { docker, testcontainers } from './doctor/docker.ts'
import { cache, out } from './doctor/folders.ts'
import { isolation } from './doctor/isolation.ts'
import { machine } from './doctor/machine.ts'
import { node } from './doctor/node.ts'
import { postgres } from './doctor/postgres.ts'
import { sockets } from './doctor/sockets.ts'
import type { Terminal } from './terminal.ts'

export interface DoctorFlags {
  config?: string
  json?: boolean
}

/** Looks at all that runs need of this machine. Resolves with the exit code: 3 where something is missing that they need. */
export async function doctorCommand({ config: path, json }: DoctorFlags, terminal: Terminal): Promise<number> {
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
  const text = found.trim().replaceAll(/\n\s*/g, `\n${indent}`)
  return `${status.padEnd(4)}  ${name.padEnd(14)}  ${text}\n${advice && status !== 'ok' ? `${indent}${advice}\n` : ''}`
}

function conclusion(findings: readonly Diagnosis[], failed: number): string {
  const warned = findings.filter(({ status }) => status === 'warn').length
  if (failed > 0) return `${failed} of ${findings.length} checks failed: see what each says to do.`
  return `mettle can run here.${warned > 0 ? ` ${warned} ${warned === 1 ? 'warning' : 'warnings'}.` : ''}`
}
