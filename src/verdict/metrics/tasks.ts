import type { TaskRecord } from '../../record/sequential.ts'
import type { Metric } from './define.ts'

export const tasksBad = countOf(
  'tasks.bad',
  'bad',
  'How many tasks sequential repeats found bad. No figure beside an undecided task.',
)

export const tasksUndecided = countOf(
  'tasks.undecided',
  'undecided',
  'How many tasks sequential repeats could not decide.',
)

function countOf(name: string, decision: TaskRecord['decision'], summary: string): Metric {
  return {
    name,
    summary: `${summary} No figure where the number of repeats is fixed.`,
    unit: 'count',
    restsOn: 'tasks',
    // The decision has counted an open question as a trial that did not pass.
    countsOpen: true,
    measure: (_, { tasks }) => {
      if (!tasks) return { none: 'the number of repeats is fixed, so no task was decided' }
      const open = tasks.filter((task) => task.decision === 'undecided').length
      // A task that could be bad must not be counted as one that is not.
      if (decision !== 'undecided' && open > 0) return { none: `${open} of the selected tasks are undecided` }
      return tasks.filter((task) => task.decision === decision).length
    },
  }
}
