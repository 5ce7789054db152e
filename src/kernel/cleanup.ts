import { messageOf } from './errors.ts'

/**
 * Undoes what was done, last first. Queue the undoing before the doing, so that a failure halfway leaves nothing behind.
 * Each undoing has its own deadline, and one that fails does not keep the others from running.
 */
export class Cleanup implements AsyncDisposable {
  readonly problems: string[] = []
  readonly #undoings: { title: string; undo: () => unknown }[] = []
  readonly #deadlineMs: number
  readonly #told: (problem: string) => void

  /** @param told Of each undoing that failed or took too long, right then: before the next one begins. */
  constructor(deadlineMs = 5_000, told: (problem: string) => void = () => {}) {
    this.#deadlineMs = deadlineMs
    this.#told = told
  }

  defer(title: string, undo: () => unknown): void {
    this.#undoings.push({ title, undo })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let next = this.#undoings.pop(); next; next = this.#undoings.pop()) {
      try {
        const undone = next.undo()
        // Most undoing is done by then: only what takes time needs a deadline.
        if (undone instanceof Promise) await withDeadline(() => undone, this.#deadlineMs, false)
      } catch (thrown) {
        const problem = `Failed to ${next.title}: ${messageOf(thrown)}.`
        this.problems.push(problem)
        this.#told(problem)
      }
    }
  }
}

// Held before agent code loads: an agent that patches the timers does not reach a deadline of the harness.
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis

/**
 * Runs something that must end. @throws {Error} 'took longer than N ms'.
 * @param keepAwake The deadline alone keeps the process alive. Not where virtual time waits for the process to have nothing to do.
 */
export async function withDeadline<T>(run: () => T | Promise<T>, ms: number, keepAwake = true): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = realSetTimeout(() => reject(new Error(`took longer than ${ms} ms`)), ms)
    if (!keepAwake) timer.unref()
  })
  try {
    return await Promise.race([run(), late])
  } finally {
    realClearTimeout(timer)
  }
}
