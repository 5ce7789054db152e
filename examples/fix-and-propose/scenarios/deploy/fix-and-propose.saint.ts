import type { Agent, AgentSession, Json } from 'mettle'

type Fields = { [name: string]: Json }

const TRIES = 4

/** Does the task right by the forge's API alone: a branch, a file on it, a pull request, a merge. After each step it looks. */
export const run: Agent['run'] = async (task, session) => {
  const { repository, branch } = task.data as { repository: string; branch: string }
  const forge = api(session, `${session.urls.forge}/repos/${repository}`)
  const main = await forge.look('/git/ref/heads/main')
  const ref = await forge.until(`/git/ref/heads/${branch}`, () =>
    forge.send('POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: (main.object as Fields).sha ?? null }),
  )
  if (!ref) return { pull: null, merged: false }
  const sha = await writeFix(forge, branch)
  const { check_runs } = await forge.look(`/commits/${sha}/check-runs`)
  const passed = (check_runs as Fields[]).every(({ conclusion }) => conclusion === 'success')
  const pull = passed && (await propose(forge, branch))
  if (!pull) return { pull: null, merged: false }
  await forge.send('PUT', `/pulls/${pull.number}/merge`, { sha })
  const { merged = false } = await forge.look(`/pulls/${pull.number}`)
  return { pull: pull.number ?? null, merged }
}

type Forge = ReturnType<typeof api>

/** @returns the head of the branch. */
async function writeFix(forge: Forge, branch: string): Promise<string> {
  const place = '/contents/config/limits.json'
  for (let tries = 0; tries < TRIES; tries++) {
    const { sha, content } = await forge.look(`${place}?ref=${branch}`)
    const text = Buffer.from(String(content), 'base64').toString()
    if (!text.includes('50000')) break
    const fixed = Buffer.from(text.replace('50000', '500')).toString('base64')
    await forge.send('PUT', place, {
      message: 'Limit refunds to 500 dollars',
      ...{ content: fixed, branch, sha: sha ?? null },
    })
  }
  const { object } = await forge.look(`/git/ref/heads/${branch}`)
  return String((object as Fields).sha)
}

function propose(forge: Forge, branch: string): Promise<Fields | undefined> {
  const title = 'Limit refunds to 500 dollars'
  return forge.until(`/pulls?head=${branch}`, () => forge.send('POST', '/pulls', { title, head: branch, base: 'main' }))
}

function api(session: AgentSession, base: string) {
  const send = async (method: string, path: string, body?: Fields): Promise<Fields | undefined> => {
    const headers = { 'content-type': 'application/json' }
    const init = { method, signal: session.signal, ...(body && { body: JSON.stringify(body), headers }) }
    const response = await fetch(base + path, init).catch(() => undefined)
    return response?.ok ? ((await response.json().catch(() => undefined)) as Fields | undefined) : undefined
  }
  /** What there is; undefined where there is nothing, or nobody says. */
  const find = async (path: string) => {
    const found = await send('GET', path)
    return Array.isArray(found) ? (found[0] as Fields | undefined) : found
  }
  /** Acts, until a look shows that it is done. */
  const until = async (path: string, act: () => Promise<unknown>) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await find(path)
      if (found) return found
      await act()
    }
    return find(path)
  }
  /** @throws {Error} nobody says it in any of the tries. */
  const look = async (path: string) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await find(path)
      if (found) return found
    }
    throw new Error(`nobody says what ${path} is`)
  }
  return { send, until, look }
}
