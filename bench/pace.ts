import { requests } from './project/shop.ts'

/** Which calls to make, how many in all, and how many at once. */
export interface Pace {
  kinds: (keyof typeof requests)[]
  calls: number
  inFlight: number
}

/** Makes a request and reads its reply. */
export type Ask = (url: string, init: RequestInit | undefined) => Promise<unknown>

/** Ms that all calls took together. */
export async function timeCalls(ask: Ask, { kinds, calls, inFlight }: Pace): Promise<number> {
  let made = 0
  const client = async () => {
    while (made < calls) {
      const { url, init } = requests[kinds[made++ % kinds.length] ?? 'GET']
      await ask(url, init)
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: inFlight }, client))
  return performance.now() - start
}
