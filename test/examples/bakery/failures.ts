import type { ContractCheck } from 'mettle/testing'

/** Titles of the checks that do not hold. */
export async function failures(checks: readonly ContractCheck[]): Promise<string[]> {
  const failed: string[] = []
  for (const { title, check } of checks) await check().catch(() => failed.push(title))
  return failed
}
