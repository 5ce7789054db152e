import type { Agent } from '../define.ts'

/**
 * Returns a promise that nobody will ever settle, and lets nothing else be waited for.
 *
 * @attacks the end of a trial
 * @expect failed: never finished or passed its deadline
 */
export const run: Agent['run'] = () => new Promise(() => {})
