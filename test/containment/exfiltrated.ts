import { join } from 'node:path'
import type { TrialRecord } from '../../src/record/trial.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { mettle, readEvents, readRecord, temporaryFolder } from '../e2e/cli.ts'
import { openCanary } from './canary.ts'

export interface Exfiltrated {
  record: TrialRecord
  /** What each way came to, as the agent saw it. */
  answer: Record<string, string>
  /** The ways by which something arrived outside. */
  arrived: string[]
  /** What was refused, and what was told that nobody held. */
  refused: string[]
  uncovered: string[]
}

/** Sends the exfiltrator, at one tier, to something outside that counts what arrives. */
export async function exfiltrate(tier: string): Promise<Exfiltrated> {
  await using canary = await openCanary()
  const { host, port, udp, pipe } = canary.address
  const env = { LAIR: JSON.stringify({ host, port, udp, pipe }) }
  const out = join(temporaryFolder(), 'run')
  const args = ['run', '--agent', 'exfiltrator', '--tier', tier, '--reporter', 'json', '--out', out]
  const ended = await mettle(args, { cwd: join(import.meta.dirname, 'leaving'), env })
  if (ended.stderr !== '') throw new Error(ended.stderr)
  const [record] = readRecord(out).trials
  if (!record) throw new Error(`${ended.stdout}${ended.stderr}`)
  const events = readEvents(out, record)
  return {
    record,
    answer: record.answer as Record<string, string>,
    arrived: [...new Set(canary.hits().map(wayOf))].toSorted(),
    refused: told(events, 'egress', 'target'),
    uncovered: [...new Set(told(events, 'uncovered', 'what'))].toSorted(),
  }
}

/** By the first bytes that arrived: a request names its way, a query for an address too, and silence is that of a socket. */
function wayOf(hit: string): string {
  return (
    /w-(\w+)/.exec(hit)?.[1] ?? (hit.startsWith('PRI') ? 'http2' : hit === '' ? 'a connection' : `${hit.length} bytes`)
  )
}

function told(events: readonly Recorded[], type: Recorded['type'], member: string): string[] {
  return events.flatMap((event) =>
    event.type === type ? [String((event as unknown as Record<string, unknown>)[member])] : [],
  )
}
