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
 * Microseconds per call of the process's CPU time, its garbage collector's included. Nothing here waits, so that on an
 * idle machine this is what the wall clock says; on a busy one it leaves out what others were given. It is the one clock
 * that an agent on virtual time can read.
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
  // Not of the thread alone: Linux brings that figure up to date every few ms only.
  const start = process.cpuUsage()
  await Promise.all(Array.from({ length: inFlight }, client))
  const { user, system } = process.cpuUsage(start)
  return (user + system) / calls
}
