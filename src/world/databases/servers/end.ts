import type { Cleanup } from '../../../kernel/cleanup.ts'

/** Undoes all, and says what could not be undone. @throws {Error} */
export async function end(cleanup: Cleanup): Promise<void> {
  await cleanup[Symbol.asyncDispose]()
  if (cleanup.problems.length > 0) throw new Error(cleanup.problems.join(' '))
}
