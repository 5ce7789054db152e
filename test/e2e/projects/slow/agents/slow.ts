/** Takes a minute. */
export const run = () => new Promise((resolve) => setTimeout(resolve, 60_000))

/** Takes a minute, and lets nobody else have a turn. */
export function spin(): void {
  const end = Date.now() + 60_000
  while (Date.now() < end);
}
