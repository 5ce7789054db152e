import { setTimeout as sleep } from 'node:timers/promises'
import { requests } from '../shop.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND

/**
 * Tries until the shop answers: 30 s for each attempt, and between them twice as long each time, up to an hour. The answer
 * is what that took, in ms of the wall: virtual time leaves that of events alone.
 */
export async function run() {
  const startedAt = new Event('start').timeStamp
  for (let pause = SECOND; ; pause = Math.min(2 * pause, HOUR)) {
    const reply = await fetch(requests.GET.url, { signal: AbortSignal.timeout(30 * SECOND) }).catch(() => null)
    if (reply?.ok) return { output: new Event('end').timeStamp - startedAt }
    await sleep(pause)
  }
}
