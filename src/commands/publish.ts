import { join } from 'node:path'
import type { KeptRun } from '../record/kept-run.ts'
import type { Reporter, StoredRun } from '../reports/define.ts'
import { reports as reporters } from '../reports/index.ts'
import type { RunFolder } from '../store/directory.ts'
import { pagesBeside } from './beside.ts'
import { appendStepSummary, onGitHub } from './step-summary.ts'
import { keepComparison } from './stored.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

type Baseline = Awaited<ReturnType<typeof openBaseline>>

/** The reference run, read before the run starts. Comparing loads what only few runs need. */
export async function openBaseline(baseline: string | undefined) {
  if (baseline === undefined) return undefined
  const [{ regressionsAgainst }, { openSide, sideOf }, { comparedForPage }] = await Promise.all([
    import('./regressions.ts'),
    import('./sides.ts'),
    import('./compared.ts'),
  ])
  const base = openSide(baseline)
  return {
    regressions: regressionsAgainst(base),
    compare: (run: KeptRun, folder: string) => comparedForPage(base, sideOf(run, folder)),
  }
}

/** On GitHub Actions the run is shown where people look for it there. */
export function withGitHub(chosen: Reporter[]): Reporter[] {
  return onGitHub() && !has(chosen, 'github') ? [...chosen, reporters.github] : chosen
}

export function has(chosen: readonly Reporter[], name: keyof typeof reporters): boolean {
  return chosen.some((reporter) => reporter.name === name)
}

/** Renders what was asked for and moves the run to its place. */
export async function publish(
  run: KeptRun,
  folder: RunFolder,
  chosen: readonly Reporter[],
  terminal: Terminal,
  baseline: Baseline,
): Promise<string> {
  const stored: StoredRun = { ...run, beside: pagesBeside(folder.path) }
  // Only the page shows it.
  if (baseline && has(chosen, 'html')) {
    stored.comparison = baseline.compare(run, folder.path)
    keepComparison(folder.path, stored.comparison)
  }
  for (const reporter of chosen) {
    if (reporter.file) await writeReport(reporter, stored, join(folder.path, reporter.file))
  }
  if (has(chosen, 'github')) appendStepSummary(await reporters.markdown.render(stored))
  for (const reporter of chosen) if (!reporter.file) terminal.print(await terminal.render(reporter, stored))
  return folder.publish()
}
