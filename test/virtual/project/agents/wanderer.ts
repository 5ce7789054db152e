import { setTimeout as sleep } from 'node:timers/promises'
import type { Agent } from 'mettle'

const ATTEMPTS = 4

/** Reads and writes a few things at once, by chance, and tries again what goes wrong: most of it is up to the plan. */
export const run: Agent['run'] = async (_, { urls }) => {
  const told = await Promise.all([
    insist(`${urls.office}/notes`),
    insist(`${urls.office}/feed`),
    insist(`${urls.office}/notes?page=${Math.floor(Math.random() * 1e6)}`),
  ])
  for (let note = 0; note < 2; note++) {
    const body = JSON.stringify({ text: `${note} ${Math.random()} ${told.map((text) => text.length)}` })
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
    told.push(await insist(`${urls.office}/notes`, { method: 'POST', headers, body }))
  }
  return { output: ['done', ...told.map((text) => text.slice(0, 1_000))] }
}

/** Tries again after a pause that grows and jitters, as SDKs do. */
async function insist(url: string, request: RequestInit = {}): Promise<string> {
  let last = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const reply = await fetch(url, { ...request, signal: AbortSignal.timeout(30_000) })
      last = `${reply.status} ${await reply.text()}`
      if (reply.ok) return last
    } catch (thrown) {
      last = (thrown as Error).name
    }
    await sleep(2 ** attempt * 1_000 * (0.5 + Math.random()))
  }
  return last
}
