import type { Agent } from 'mettle'

// Agents of one module that stay alive, or spoil the process, behind their trials.

type Session = Parameters<Agent['run']>[1]

const order = async ({ urls }: Session) => {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${urls.shop}/orders`, { method: 'POST', headers, body: '{"item":"mug"}' })
  return ((await reply.json()) as { id: string }).id
}

export const tidy: Agent['run'] = async (_, session) => order(session)

const jobs: (() => Promise<void>)[] = []
let wake = () => {}
let looping = false

/** Its work is done by a loop that the first trial of the process began. */
export const queues: Agent['run'] = (_, session) => {
  if (!looping) void loop()
  looping = true
  return new Promise((resolve) => {
    jobs.push(async () => resolve(await order(session).catch(() => 'nothing')))
    wake()
  })
}

async function loop(): Promise<void> {
  for (;;) {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job()
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

/** Has every later trial of the process order something else, and fetch nothing at all. */
export const spoils: Agent['run'] = async (_, session) => {
  const id = await order(session)
  globalThis.fetch = async () => new Response('{"id":"none"}')
  return id
}
