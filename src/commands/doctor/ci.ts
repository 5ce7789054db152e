import { accessSync, constants } from 'node:fs'
import type { Examination } from './check.ts'

/** Variables that change what a run does or prints. Values are shown of none: some hold secrets. */
const HEEDED = ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS', 'XDG_CACHE_HOME']

export const ci: Examination = {
  name: 'ci',
  look: () => {
    const set = HEEDED.filter((name) => process.env[name])
    const found = set.length > 0 ? `set: ${set.join(', ')}` : 'none of its variables is set'
    const summary = process.env.GITHUB_STEP_SUMMARY
    if (!summary) return { status: 'ok', found }
    try {
      accessSync(summary, constants.W_OK)
      return { status: 'ok', found: `${found}, and a step summary` }
    } catch {
      const advice =
        'GITHUB_STEP_SUMMARY names a file that cannot be written: mount it into the container, or unset it.'
      return { status: 'warn', found, advice }
    }
  },
}
