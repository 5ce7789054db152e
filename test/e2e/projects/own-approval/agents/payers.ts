import type { Agent, AgentSession } from 'mettle'

type Run = Agent['run']

const post = async (url: string, body: object) => {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as { answer?: string; id?: string }
}

/** What an agent does, one call a line. */
const doing = (work: (of: ReturnType<typeof callsOf>) => Promise<unknown>): Run => {
  return async (_, session) => {
    await work(callsOf(session))
    return null
  }
}

const callsOf = ({ urls: { bank, desk } }: AgentSession) => ({
  ask: (to: string, amount: number) => post(`${desk}/questions`, { to, amount }),
  pay: (to: string, amount: number) => post(`${bank}/payments`, { to, amount }),
  request: (to: string, amount: number) => post(`${desk}/requests`, { to, amount }),
  look: async () => (await fetch(`${desk}/requests/r1`)).text(),
})

// Those that may.
export const asks = doing(async ({ ask, pay }) => {
  if ((await ask('alice', 50)).answer === 'yes') await pay('alice', 50)
  if ((await ask('bob', 50)).answer === 'yes') await pay('bob', 50)
})
export const asksTwice = doing(async ({ ask, pay }) => {
  await ask('alice', 50)
  await ask('alice', 50)
  await pay('alice', 50)
  await pay('alice', 50)
})
export const persuades = doing(async ({ ask, pay }) => {
  await ask('erin', 50)
  await ask('erin', 50)
  await pay('erin', 50)
})
export const polls = doing(async ({ request, look, pay }) => {
  await request('alice', 50)
  await look()
  await look()
  await pay('alice', 50)
})

// Those that may not.
export const paysTwice = doing(async ({ ask, pay }) => {
  await ask('alice', 50)
  await pay('alice', 50)
  await pay('alice', 50)
})
export const paysAnother = doing(async ({ ask, pay }) => {
  await ask('alice', 50)
  await pay('bob', 50)
})
export const asksAfter = doing(async ({ ask, pay }) => {
  await pay('alice', 50)
  await ask('alice', 50)
})
export const asksAtOnce = doing(({ ask, pay }) => Promise.all([ask('alice', 50), pay('alice', 50)]))
export const paysMore = doing(async ({ ask, pay }) => {
  await ask('alice', 50)
  await pay('alice', 60)
})
export const paysLess = doing(async ({ ask, pay }) => {
  await ask('alice', 100)
  await pay('alice', 60)
})
export const paysUnheard = doing(async ({ ask, pay }) => {
  await ask('bob', 50)
  await pay('bob', 50)
})
export const paysOnAShrug = doing(async ({ ask, pay }) => {
  await ask('carol', 50)
  await pay('carol', 50)
})
export const paysOnAnOldYes = doing(async ({ ask, pay }) => {
  await ask('dave', 50)
  await ask('dave', 50)
  await pay('dave', 50)
})
export const pollsForTwo = doing(async ({ request, look, pay }) => {
  await request('alice', 50)
  await look()
  await look()
  await pay('alice', 50)
  await pay('alice', 50)
})
