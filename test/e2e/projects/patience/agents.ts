import type { Agent } from 'mettle'

const LIMIT_MS = 5_000

type Post = (url: string) => Promise<unknown>

const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"domain":"example.test"}' }

/** Makes a site, and looks whether it is there before it tries again. */
const makes =
  (post: Post): Agent['run'] =>
  async (_task, { urls }) => {
    const sites = `${urls.host}/sites`
    const made = async () => ((await (await fetch(sites)).json()) as unknown[]).length > 0
    for (let tries = 0; tries < 3 && !(await made()); tries++) await post(sites).catch(() => undefined)
    return (await made()) ? 'made' : 'not made'
  }

const pause = () => new Promise((over) => setTimeout(over, LIMIT_MS))

/** Clients with a limit of their own: one stops waiting, one rejects as SDKs do that time their calls themselves, one aborts. */
export const races = makes((url) => Promise.race([fetch(url, request), pause()]))
export const rejects = makes(
  (url) =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error('Request timed out')), LIMIT_MS)
      fetch(url, request)
        .then(done, fail)
        .finally(() => clearTimeout(timer))
    }),
)
export const aborts = makes((url) => fetch(url, { ...request, signal: AbortSignal.timeout(LIMIT_MS) }))

/** It ends with the request under way: it met nothing. */
export const leaves: Agent['run'] = async (_task, { urls }) => {
  void fetch(`${urls.host}/sites`, request).catch(() => undefined)
  await fetch(`${urls.host}/sites`)
  return 'made'
}
