import type { Agent } from 'mettle'

export const answers: Agent['run'] = () => ({ done: true })

export const fails: Agent['run'] = () => {
  throw new Error('There is no way.')
}

export const waits: Agent['run'] = () => new Promise(() => {})

export const prints: Agent['run'] = () => {
  console.log('x'.repeat(1_000))
  return { done: true }
}

export const acts: Agent['run'] = async (_, { urls }) => {
  const headers = { 'content-type': 'application/json' }
  await fetch(`${urls.rehearsal}/lines`, { method: 'POST', headers, body: '{"text":"To be."}' })
  return { done: true }
}

export const leaves: Agent['run'] = () => {
  setTimeout(() => {}, 1_000)
  return { done: true }
}
