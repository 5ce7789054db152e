import { logChoose } from './log-factorial.ts'

/** The chance of exactly k successes in n independent tries, each with chance p. */
export function binomialChance(k: number, n: number, p: number): number {
  if (p <= 0) return k === 0 ? 1 : 0
  if (p >= 1) return k === n ? 1 : 0
  return Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p))
}

/** The chance of at most k successes. */
export function binomialTail(k: number, n: number, p: number): number {
  let sum = 0
  for (let successes = 0; successes <= Math.min(k, n); successes++) sum += binomialChance(successes, n, p)
  return Math.min(1, sum)
}
