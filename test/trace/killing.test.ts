import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { readTrace } from '../../src/trace/read-trace.ts'
import type { Killed, Point } from './killed.ts'

const SCRIPT = join(import.meta.dirname, 'killed.ts')

/** What the trace has to tell of a call of which somebody outside knows so much. */
const OWED: Record<Point, readonly string[]> = {
  asked: ['call'],
  answered: ['call', 'approval'],
  sent: ['call', 'decision'],
  executed: ['call', 'decision', 'effect', 'executed'],
  seen: ['call', 'decision', 'effect', 'executed', 'delivered'],
}

/** Kills a trial, and says what of it is known outside and not told by its trace. */
async function lostBy(how: Pick<Killed, 'at' | 'call' | 'writes'>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-killed-'))
  try {
    const killed = { ...how, trace: join(folder, 'w1.jsonl'), outside: join(folder, 'outside'), nonce: 'n' }
    const flags = ['--conditions=mettle-source', '--no-warnings', SCRIPT, JSON.stringify(killed)]
    const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'inherit'] })
    const signal = await new Promise((resolve) => child.on('exit', (_, by) => resolve(by)))
    expect(signal).toBe('SIGKILL')
    const { size } = statSync(killed.trace)
    const { events, check } = readTrace({ path: killed.trace, offset: 0, length: size, nonce: killed.nonce })
    expect(check).not.toHaveProperty('brokenAt')
    const { calls } = gatherEvidence(events)
    const known = readFileSync(killed.outside, 'utf8').trimEnd().split('\n')
    expect(known.at(-1)).toBe(`${how.at} c${how.call}`)
    return known.flatMap((line) => {
      const [point, id] = line.split(' ') as [Point, string]
      const story = calls.find(({ call }) => call.id === id)
      const told = {
        call: story !== undefined,
        approval: (story?.approvals.length ?? 0) > 0,
        decision: (story?.decisions.length ?? 0) > 0,
        effect: (story?.effects.length ?? 0) > 0,
        executed: story?.executed !== undefined,
        delivered: story?.delivered !== undefined,
      }
      return OWED[point].filter((event) => !told[event as keyof typeof told]).map((event) => `${event} of ${id}`)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const POINTS: Point[] = ['asked', 'answered', 'sent', 'executed', 'seen']

describe('a process that is killed in a call', () => {
  test.each(POINTS)('leaves what anybody outside knows in its trace: %s', async (at) => {
    const places = at === 'asked' || at === 'answered' ? [2, 4] : [1, 2, 4]
    const lost = await Promise.all(places.map((call) => lostBy({ at, call, writes: 'as-they-are' })))
    expect(lost).toEqual(places.map(() => []))
  })

  test('control: with lines held back until a reply is delivered, it loses the call that was executed', async () => {
    expect(await lostBy({ at: 'executed', call: 3, writes: 'held-back' })).toEqual(
      expect.arrayContaining(['call of c3', 'effect of c3', 'executed of c3']),
    )
  })

  test('control: without a write around a question to a person and before a statement leaves, it loses those calls', async () => {
    expect(await lostBy({ at: 'asked', call: 2, writes: 'unasked' })).toEqual(['call of c2'])
    expect(await lostBy({ at: 'answered', call: 2, writes: 'unasked' })).toEqual([
      ...['call of c2', 'call of c2', 'approval of c2'],
    ])
    expect(await lostBy({ at: 'sent', call: 3, writes: 'unasked' })).toEqual(['call of c3', 'decision of c3'])
  })
})
