import type { Agent } from 'mettle'
import type { Address } from './address.ts'

/** One way to talk to an address. Resolves with what came back, rejects as the client does. */
export type Client = (to: Address) => Promise<string>

/** An agent that uses one client once and tells what its client saw, and the client itself. */
export interface ClientAgent {
  (...args: Parameters<Agent['run']>): Promise<ClientAnswer>
  client: Client
}

export type ClientAnswer = { said: string; failed: boolean; ms: number }

const INSIDE: Address = {
  http: 'http://shop.test/items',
  https: 'https://shop.test/items',
  host: 'shop.test',
  port: 80,
  udp: 80,
  pipe: '/shop.test',
}

/** By the scenario's name it stays inside the world, or goes to its own canary. */
export function agent(name: string, client: Client): ClientAgent {
  const run = async ({ scenario }: { scenario: string }) => {
    const canaries = JSON.parse(process.env.CANARIES ?? '{}') as Record<string, Address>
    const to = scenario === 'inside' ? INSIDE : canaries[name]
    if (!to) throw new Error(`there is no canary for ${name}`)
    const since = performance.now()
    const seen = await client(to).then(
      (said) => ({ said, failed: false }),
      (thrown) => ({ said: codeOf(thrown), failed: true }),
    )
    return { ...seen, ms: Math.round(performance.now() - since) }
  }
  return Object.assign(run, { client })
}

function codeOf(thrown: { code?: string; cause?: { code?: string }; message?: string }): string {
  return String(thrown?.cause?.code ?? thrown?.code ?? thrown?.message ?? thrown)
}
