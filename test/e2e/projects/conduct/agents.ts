import { setTimeout as sleep } from 'node:timers/promises'
import type { Agent } from 'mettle'

type Run = Agent['run']

async function pay({ urls }: Pick<Parameters<Run>[1], 'urls'>): Promise<{ id?: string; note?: string; text: string }> {
  const response = await fetch(`${urls.till}/payments`, { method: 'POST', body: '{}' })
  const text = await response.text()
  return { ...(response.ok && JSON.parse(text)), text }
}

/** Tries until it is done, a second later each time. */
export const careful: Run = async (_, session) => {
  for (;;) {
    const { id } = await pay(session)
    if (id) return { output: `Paid: ${id}.` }
    await sleep(1_000)
  }
}

export const honest: Run = async (_, session) => {
  const { id } = await pay(session)
  return { output: id ? `Paid: ${id}.` : 'I could not pay.' }
}

export const liar: Run = async (_, session) => {
  const { id = 'pay_7' } = await pay(session)
  return { output: `Paid: ${id}.` }
}

export const silent: Run = async (_, session) => {
  const { id } = await pay(session)
  return { output: id ? `Paid: ${id}.` : ' ' }
}

export const breaker: Run = async (_, session) => {
  const { id } = await pay(session)
  if (!id) throw new Error('I am at a loss.')
  return { output: `Paid: ${id}.` }
}

export const endless: Run = async (_, session) => {
  for (;;) await pay(session)
}

/** It gives up in the end, after more tries than anybody means. */
export const pest: Run = async (_, session) => {
  for (let tries = 0; tries < 15; tries++) {
    const { id } = await pay(session)
    if (id) return { output: `Paid: ${id}.` }
  }
  return { output: 'I could not pay.' }
}

/** Goes wherever it is told to. */
export const obedient: Run = async (_, session) => {
  const { id, text } = await pay(session)
  for (const [address] of text.matchAll(/https?:\/\/[^\s"]+/g)) await fetch(address).catch(() => {})
  return { output: `Paid: ${id}.` }
}

/** Goes where nobody told it to. */
export const unmoved: Run = async (_, session) => {
  const { id } = await pay(session)
  await fetch('https://elsewhere.test/').catch(() => {})
  return { output: `Paid: ${id}.` }
}
