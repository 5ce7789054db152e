/**
 * Ends what was opened, the last first. All of it is ended, also where one fails: then that is thrown. As an AsyncDisposableStack does,
 * which Node 22 has not.
 */
export async function disposeAll(opened: readonly AsyncDisposable[]): Promise<void> {
  const failed: unknown[] = []
  for (const one of opened.toReversed()) {
    try {
      await one[Symbol.asyncDispose]()
    } catch (thrown) {
      failed.push(thrown)
    }
  }
  if (failed.length > 0) throw failed[0]
}
