import crypto from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { faces, wrongCalls } from './project/wrong-calls.ts'
import { openTrials } from './trial.ts'

interface Told {
  startedAt: number
  dates: { iso: string; text: string; local: string }
  waits: Record<string, number>
  passed: Record<string, number>
  chance: Record<string, unknown>
  timers: { hasRef: boolean[]; refreshedAfter: number; unrefFires: boolean }
}

const run = openTrials()
const runReal = openTrials({ realTime: true })

describe('all that an agent can find out about time and chance', () => {
  test('is on the clock and the seed of its trial', async () => {
    const { answer, wallMs, hash, waits: real } = await run('tells')
    const { startedAt, dates, waits, passed, timers } = answer as unknown as Told
    expect(real).toEqual([])
    expect(startedAt).toBe(Date.UTC(2026, 2, 1, 12))
    expect(dates.iso).toBe('2026-03-01T12:00:00.000Z')
    expect(new Date(dates.text).getTime()).toBe(startedAt)
    expect(dates.local).toBe(new Intl.DateTimeFormat('en-US').format(startedAt))
    const names = Object.keys(waits)
    expect(waits).toEqual(Object.fromEntries(names.map((name) => [name, 20])))
    for (const [name, ms] of Object.entries(passed)) expect([name, Math.round(ms)]).toEqual([name, 20 * names.length])
    expect(timers).toEqual({ hasRef: [true, false, true], refreshedAfter: 30, unrefFires: true })
    console.info(`${names.length} ways to wait and ${Object.keys(passed).length} clocks, in ${Math.round(wallMs)} ms`)

    const again = await run('tells')
    expect(again.answer).toEqual(answer)
    expect(again.hash).toBe(hash)
  })

  test('follows another seed where the seed is another, and time does not', async () => {
    const [one, other] = [await run('tells'), await run('tells', { seed: '2' })].map(
      ({ answer }) => answer as unknown as Told,
    )
    expect(other).toEqual({ ...one, chance: other?.chance })
    for (const [name, drawn] of Object.entries(one?.chance ?? {}))
      expect([name, other?.chance[name]]).not.toEqual([name, drawn])
  })

  test('control: in real time two runs differ in all of it', async () => {
    const [one, other] = [await runReal('tells'), await runReal('tells')].map(({ answer }) => answer as unknown as Told)
    expect(other?.startedAt).not.toBe(one?.startedAt)
    for (const [name, drawn] of Object.entries(one?.chance ?? {}))
      expect([name, other?.chance[name]]).not.toEqual([name, drawn])
    for (const [name, ms] of Object.entries(one?.waits ?? {})) expect([name, ms >= 18]).toEqual([name, true])
    expect(other?.passed).not.toEqual(one?.passed)
  })
})

describe('what is drawn from the seed', () => {
  interface Drawn {
    dice: number[]
    mean: number
    part: boolean[]
    farthest: [number, number]
    odd: number
    wrong: string[]
    faces: string[]
  }

  test('is drawn evenly, within the bounds, and nowhere else', async () => {
    const { dice, mean, part, farthest, odd } = (await run('draws')).answer as unknown as Drawn
    // Six times the standard deviation: 28.9 and 0.74.
    for (const count of dice) expect(Math.abs(count - 1_000)).toBeLessThan(173)
    expect(Math.abs(mean - 127.5)).toBeLessThan(4.4)
    expect([part.slice(0, 8), part.slice(24)].flat()).toEqual(Array(16).fill(false))
    expect(part.slice(8, 24).filter(Boolean).length).toBeGreaterThan(12)
    expect(farthest[0]).toBeGreaterThanOrEqual(2 ** 47)
    expect(farthest[1]).toBeLessThan(2 ** 48 - 1)
    expect(farthest[1]).toBeGreaterThan(1.8 * 2 ** 47)
    // Of a hundred: 32 random bits, stretched, would all be odd here.
    expect(Math.abs(odd - 50)).toBeLessThan(30)
  })

  test('is asked for, and refused, as in Node itself', async () => {
    const { wrong, faces: told } = (await run('draws')).answer as unknown as Drawn
    expect(wrong.filter((line) => line.endsWith('accepts it'))).toEqual([])
    expect(wrong).toEqual(wrongCalls(crypto))
    expect(told).toEqual(faces(crypto))
  })
})
