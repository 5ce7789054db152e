const known: number[] = [0]

/** The natural logarithm of n!, as the sum of the logarithms up to n. @param n Whole, from 0. */
export function logFactorial(n: number): number {
  for (let next = known.length; next <= n; next++) known.push((known[next - 1] as number) + Math.log(next))
  return known[n] as number
}

/** The natural logarithm of n over k; -Infinity where k is not among 0 to n. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}
