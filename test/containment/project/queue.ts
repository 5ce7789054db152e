import type { Agent } from 'mettle'

// An agent that does its work in a loop which its module keeps, as some libraries do: the loop belongs to whoever
// started it.

type Job = () => Promise<void>

const jobs: Job[] = []
let wake = () => {}
let looping = false

export const queues: Agent['run'] = (_, { urls }) => {
  if (!looping) void loop()
  looping = true
  return new Promise((resolve) => {
    jobs.push(async () => {
      const items = fetch(`${urls.shop}/items`).then((reply) => reply.json())
      resolve(await items.catch((thrown) => ({ code: thrown.cause?.code })))
    })
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
