import { visible } from '../../kernel/visible.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import { percent, plural } from '../text/quantity.ts'
import { type Reliability, reliabilityOf } from '../text/repeats.ts'
import type { Paint } from './paint.ts'

/** With repeats: how reliable each agent is, and what sequential repeats came to. */
export function repeatLines(run: KeptRun, paint: Paint): string[] {
  const lines = reliabilityOf(run.rows)
  const width = Math.max(0, ...lines.map(({ agent }) => visible(agent).length))
  const shown = lines.map((line) => `${visible(line.agent).padEnd(width)}  ${reliabilityText(line)}`)
  const all = [...shown, ...sequentialLines(run)]
  return all.length === 0 ? [] : ['', paint('dim', 'repeats'), ...all]
}

/** 'pass rate 80 % (49 to 94 %), pass@3 100 %, pass^3 47 %, 1 of 2 tasks flaky' */
function reliabilityText({ passed, judged, interval, standardError, k, ...line }: Reliability): string {
  const error = standardError === undefined ? '' : `, standard error by task ${percent(standardError)}`
  return [
    `pass rate ${percent(passed / judged)} (${percent(interval.low)} to ${percent(interval.high)}${error})`,
    `pass@${k} ${percent(line.passAt)}`,
    `pass^${k} ${percent(line.passHat)}`,
    ...(line.flaky > 0 ? [`${line.flaky} of ${plural(line.tasks, 'task')} flaky`] : []),
    ...(line.errors > 0 ? [`${plural(line.errors, 'error')} left out`] : []),
  ].join(', ')
}

function sequentialLines({ head: { sequential }, planned, rows }: KeptRun): string[] {
  if (!sequential) return []
  const { tasks, plan } = sequential
  const count = (decision: string) => tasks.filter((task) => task.decision === decision).length
  const saved = tasks.reduce((sum, task) => sum + task.saved, 0)
  const decided = `${count('good')} good, ${count('bad')} bad, ${count('undecided')} undecided`
  const told = `at least ${percent(plan.good)} from at most ${percent(plan.bad)}`
  return [
    `until decided, ${told}: of ${plural(tasks.length, 'task')} ${decided}; ` +
      `${plural(rows.length, 'trial')} run, ${saved} of ${plural(planned.length + saved, 'trial')} saved`,
  ]
}
