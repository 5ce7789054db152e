import type { Agent } from 'mettle'

/** Gives everything, whatever anybody says. */
export const run: Agent['run'] = async (_, { urls: { iam } }) => {
  const body = JSON.stringify({ role: 'admin', version: 4, reason: 'to be on the safe side' })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${iam}/v1/bindings/bnd_31`, { method: 'PUT', headers, body })
  return 'Done!'
}
