type Crypto = typeof import('node:crypto')
// Whatever types say.
type Anything = (...args: unknown[]) => unknown

const WRONG: Record<string, unknown[][]> = {
  randomBytes: [[], ['8'], [-1], [2 ** 40], [8, 'no function'], [8, null], [-1, () => {}]],
  randomFillSync: [[], ['text'], [new Uint8Array(4), -1], [new Uint8Array(4), 2, 4], [new Uint8Array(4), '1']],
  randomFill: [
    [],
    ['text', () => {}],
    [new Uint8Array(4)],
    [new Uint8Array(4), 5, () => {}],
    [new Uint8Array(4), 0, 5, () => {}],
  ],
  randomInt: [[], ['6'], [0], [5, 5], [0, 2 ** 49], [1.5, 3], [1, 2, 'no function'], [0, () => {}], [() => {}]],
  randomUUID: [['text'], [{ disableEntropyCache: 1 }]],
  getRandomValues: [[], [null], [new Float64Array(1)], [new Uint8Array(65_537)]],
}

/** How functions of chance fail when they are called in wrong ways: the code and the words of each error. */
export function wrongCalls(crypto: Crypto): string[] {
  return Object.entries(WRONG).flatMap(([name, calls]) =>
    calls.map((args) => {
      try {
        ;(Reflect.get(crypto, name) as Anything)(...args)
        return `${name} accepts it`
      } catch (thrown) {
        const { code, message } = thrown as NodeJS.ErrnoException
        return `${name} ${code}: ${message}`
      }
    }),
  )
}

/** The name and the length of each of those functions. */
export function faces(crypto: Crypto): string[] {
  return Object.keys(WRONG).map((name) => {
    const { name: own, length } = Reflect.get(crypto, name) as Anything
    return `${own} ${length}`
  })
}
