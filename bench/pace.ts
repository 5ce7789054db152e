import { requests } from './project/shop.ts'

interface Pace {
  kinds: (keyof typeof requests)[]
  calls: number
  inFlight: number
}

/** Which calls a turn makes, how many in all, and how many at once. A world grows with its calls, so turns are short. */
export const PACES = {
  get: { kinds: ['GET'], calls: 50, inFlight: 1 },
  post: { kinds: ['POST'], calls: 50, inFlight: 1 },
  crowd: { kinds: ['GET', 'POST', 'GET', 'POST', 'GET'], calls: 320, inFlight: 32 },
} satisfies Record<string, Pace>

/** Makes a request and reads its reply. */
export type Ask = (url: string, init: RequestInit | undefined) => Promise<unknown>

/**
 * Microseconds per call, of the thread's own time: what the wall clock says on an idle machine, where nothing here
 * waits. On a busy one it leaves out what others were given.
 */
export async function timeCalls(ask: Ask, name: keyof typeof PACES): Promise<number> {
  const { kinds, calls, inFlight }: Pace = PACES[name]
  let made = 0
  const client = async () => {
    while (made < calls) {
      const { url, init } = requests[kinds[made++ % kinds.length] ?? 'GET']
      await ask(url, init)
    }
  }
  const start = process.threadCpuUsage()
  await Promise.all(Array.from({ length: inFlight }, client))
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / calls
}
