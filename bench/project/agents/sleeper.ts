import { setTimeout as sleep } from 'node:timers/promises'

const SLEEPS = 10_000

/** Sleeps and wakes. The answer is what a sleep took, in microseconds of the wall: virtual time leaves that of events alone. */
export async function run() {
  const startedAt = new Event('start').timeStamp
  for (let count = 0; count < SLEEPS; count++) await sleep(1_000)
  return { output: (1_000 * (new Event('end').timeStamp - startedAt)) / SLEEPS }
}
