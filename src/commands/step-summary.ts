import { appendFileSync } from 'node:fs'
import { messageOf } from '../kernel/errors.ts'

/** Is this a step of GitHub Actions? */
export function onGitHub(): boolean {
  return process.env.GITHUB_ACTIONS === 'true'
}

/** Appends to the summary page of the step, where there is one. A page that cannot be written fails no run. */
export function appendStepSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY
  if (!file) return
  try {
    appendFileSync(file, `${markdown}\n`)
  } catch (thrown) {
    process.stderr.write(`Failed to append to GITHUB_STEP_SUMMARY: ${messageOf(thrown)}\n`)
  }
}
