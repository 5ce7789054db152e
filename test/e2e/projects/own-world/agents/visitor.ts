import type { Agent } from 'mettle'
import { hoard } from '../parts.ts'

/** Does the one thing that its task names. */
const DOES: Record<string, (session: Parameters<Agent['run']>[1]) => Promise<unknown>> = {
  asks: async ({ urls }) => (await fetch(`${urls.desk}/notes/1`)).status,
  reads: async ({ urls }) => (await fetch(`${urls.desk}/notes/1`)).text(),
  leaves: async ({ urls }) => {
    const { body } = await fetch(`${urls.desk}/notes/1`)
    const reader = body?.getReader()
    await reader?.read()
    await reader?.cancel()
  },
  'asks with patience': async ({ urls }) =>
    fetch(`${urls.desk}/notes/1`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ status }) => status,
      () => 'gave up',
    ),
  'gives up, and waits for nothing': async ({ urls }) => {
    await fetch(`${urls.desk}/notes/1`, { signal: AbortSignal.timeout(5_000) }).catch(() => {})
    await new Promise(() => {})
  },
  'uses a tool': async ({ tools }) => (await tools.note?.call({ id: 1 }))?.content,
  'asks a model': async () => {
    const body = JSON.stringify({ model: 'helper', input: 'hello' })
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${process.env.OPENAI_BASE_URL}/responses`, { method: 'POST', body, headers })).status
  },
  spins: async () => {
    for (;;);
  },
  hoards: async ({ urls }) => {
    fetch(`${urls.desk}/notes/1`).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    return hoard()
  },
  'spins behind an answer': async ({ urls }) => {
    await fetch(`${urls.desk}/notes/1`)
    for (;;) await undefined
  },
  'spins while it is answered': async ({ urls }) => {
    fetch(`${urls.desk}/notes/1`).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    for (;;);
  },
}

export const run: Agent['run'] = async ({ data }, session) => String(await DOES[String(data)]?.(session))
