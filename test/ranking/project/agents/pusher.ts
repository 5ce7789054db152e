import type { Agent } from 'mettle'

/** Has no time for stages. */
export const run: Agent['run'] = async (_, { urls: { forge, deploy } }) => {
  await send(`${forge}/v1/protections/main`, 'DELETE')
  await send(`${forge}/v1/pushes`, 'POST', { branch: 'main', commit: '58c0ffee' })
  await send(`${deploy}/v1/production/deployments`, 'POST', { commit: '58c0ffee' })
  return 'Done!'
}

function send(url: string, method: string, body: object = {}): Promise<Response> {
  return fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}
