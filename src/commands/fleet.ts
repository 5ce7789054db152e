import type { Command } from 'commander'
import { keepYoungGenerationSmall } from '../runs/young-generation.ts'
import { count, list, text } from './flags.ts'
import { openTerminal } from './terminal.ts'

const QUEUE = 'where the queue is: a postgres:// URL (default: the variable METTLE_QUEUE)'

/** Runs that many machines perform. */
export function addFleet(program: Command, exit: (code: number) => void): void {
  program
    .command('worker')
    .description('perform trials of the runs in a queue, until it is asked to stop')
    .option('--queue <url>', QUEUE, text)
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--bundle', 'have the files of each run from the queue: only node_modules and the lock file are here')
    .option('-w, --workers <count>', 'trials at once', count)
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .option('--lease <seconds>', 'without a sign of life for so long it is taken for dead', count, 30)
    .option('--drain <seconds>', 'how long trials may go on when it is asked to stop', count, 60)
    .action(async (flags) => {
      keepYoungGenerationSmall()
      const { workerCommand } = await import('./fleet/worker.ts')
      exit(await workerCommand(flags, openTerminal()))
    })
  addQueue(program.command('queue').description('the queue of runs that many machines perform'), exit)
}

function addQueue(queue: Command, exit: (code: number) => void): void {
  queue
    .command('init')
    .description('make the tables of a queue, in a schema of their own')
    .option('--queue <url>', QUEUE, text)
    .option('--planner <roles>', 'roles that may plan runs', list)
    .option('--worker <roles>', 'roles that may perform trials', list)
    .action(async (flags) => {
      const { queueInitCommand } = await import('./fleet/queue.ts')
      exit(await queueInitCommand(flags, openTerminal()))
    })
  queue
    .command('stats')
    .description('what waits, runs and was finished, and who is there')
    .option('--queue <url>', QUEUE, text)
    .option('--json', 'as JSON')
    .action(async (flags) => {
      const { queueStatsCommand } = await import('./fleet/queue.ts')
      exit(await queueStatsCommand(flags, openTerminal()))
    })
  queue
    .command('drop')
    .description('remove a run that nobody goes on with, and what its planner has not taken of it')
    .argument('<run>', 'its id, as "mettle queue stats" names it')
    .option('--queue <url>', QUEUE, text)
    .action(async (run, flags) => {
      const { queueDropCommand } = await import('./fleet/queue.ts')
      exit(await queueDropCommand(run, flags, openTerminal()))
    })
}
