import type { Agent } from '../../../agents/define.ts'

/** How often it gives up. Each time is quicker than the one before; after some five times there is little left to gain. */
export const SILENT_CALLS = 5
/** Of real time where the process runs on it, so not long. */
const PATIENCE_MS = 1

/** Does what agents do: gives up on calls that nobody answers, then writes and reads. */
export const run: Agent['run'] = async (_, { urls }) => {
  const lines = `${urls.rehearsal}/lines`
  for (let call = 0; call < SILENT_CALLS; call++) {
    await fetch(lines, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {})
  }
  const headers = { 'content-type': 'application/json' }
  await (await fetch(lines, { method: 'POST', headers, body: '{"text":"To be."}' })).json()
  await (await fetch(lines)).json()
}
