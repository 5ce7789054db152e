import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Foreign } from './idleness/real-work.ts'
import type { CaseResult } from './idleness/run.ts'

const REPLY_MS = 150
const http = createServer((_, reply) => void setTimeout(() => reply.end('x'), REPLY_MS))
const dns = createSocket('udp4')
const replies = new Set<NodeJS.Timeout>()
let ruled: CaseResult[]
let control: CaseResult[]

beforeAll(async () => {
  http.listen(0, '127.0.0.1')
  dns.bind(0, '127.0.0.1')
  await Promise.all([once(http, 'listening'), once(dns, 'listening')])
  // "There is no such name", in the form of the question.
  dns.on('message', (question, { port }) => {
    question.writeUInt16BE(0x8183, 2)
    // Whoever asks last may be gone before the answer, and the socket with it.
    replies.add(setTimeout(() => dns.send(question, port, '127.0.0.1'), REPLY_MS))
  })
  const foreign = { http: (http.address() as AddressInfo).port, dns: dns.address().port }
  ruled = await runCases('idleness', foreign)
  control = await runCases('turns', foreign)
})

afterAll(() => {
  http.closeAllConnections()
  http.close()
  for (const reply of replies) clearTimeout(reply)
  dns.close()
})

/** Runs the cases in a process of their own: the clock is installed once per process. */
async function runCases(driver: string, foreign: Foreign): Promise<CaseResult[]> {
  const script = join(import.meta.dirname, 'idleness/run.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, driver, JSON.stringify(foreign)])
  const lines = stdout.trim().split('\n')
  return lines.map((line) => JSON.parse(line) as CaseResult)
}

const wrong = (results: CaseResult[]) => results.filter(({ how }) => how === 'wrong jump').map(({ name }) => name)

describe('real work beside a pending timer of 30 s', () => {
  test('time never jumps before the work is done, and every case ends', () => {
    expect(ruled).toHaveLength(24)
    expect(ruled.filter(({ how }) => how !== 'done')).toEqual([])
    const wall = ruled.reduce((sum, { wallMs }) => sum + wallMs, 0)
    console.info(`${ruled.length} cases: ${wrong(ruled).length} wrong jumps in ${wall} ms`)
  })

  test('time moves by what the agent slept, and by nothing else', () => {
    const awake = ruled.filter(({ waits }) => waits === undefined)
    expect(awake.map(({ virtualMs }) => virtualMs)).toEqual(awake.map(() => 1_000))
    expect(awake).toHaveLength(23)
  })

  test('a socket that stays open holds time for two seconds; then time follows the wall', () => {
    const idle = ruled.find(({ name }) => name === 'foreign idle socket')
    expect(idle?.waits).toContain('TCPSocketWrap')
    expect(idle?.wallMs).toBeGreaterThanOrEqual(3_000)
    // Not for the 30 s of the timer.
    expect(idle?.wallMs).toBeLessThan(20_000)
  })

  test('control: eight quiet turns of the event loop are no idleness', () => {
    console.info(
      `the control: ${wrong(control).length} wrong jumps of ${control.length} (${wrong(control).join(', ')})`,
    )
    // On a busy machine more of the real work is over within eight turns.
    expect(wrong(control).length).toBeGreaterThanOrEqual(8)
  })
})
