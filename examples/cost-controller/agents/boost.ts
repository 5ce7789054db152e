/** Boosts one campaign. @throws {Error} where the service does not take it, or does not answer. */
export async function boost(campaign: string, budget: number): Promise<string> {
  const response = await fetch(`https://ads.test/campaigns/${campaign}/boosts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ budget }),
  })
  if (!response.ok) throw new Error(`${response.status}`)
  return campaign
}

/** What was done, in a sentence. */
export function tell(results: PromiseSettledResult<string>[]): string {
  const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  return `Boosted: ${done.join(', ') || 'none'}.`
}
