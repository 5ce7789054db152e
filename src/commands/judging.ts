import type { Command } from 'commander'
import { count, list, manyRepeats, rates, recordsOnly, share, text, twoRepeats } from './flags.ts'
import { openTerminal } from './terminal.ts'

/** Commands that run nothing and judge what was run. */
export function addJudging(program: Command, exit: (code: number) => void): void {
  program
    .command('compare')
    .description('compare two runs, or two agents or repeats of one run, trial by trial')
    .argument('<base>', 'folder of a run, or a reference run')
    .argument('[head]', 'folder of a run (default: reports/latest)')
    .option('-a, --agent <names>', 'one agent against itself, or two against each other', list)
    .option(
      '--repeats <numbers>',
      'one repeat against another: 1,2 (of BASE alone, where there is no HEAD)',
      twoRepeats,
    )
    .option('--alpha <share>', 'share of false findings (default: 0.05)', share)
    .option('--margin <share>', 'a difference of pass rates that does not matter (default: 0.05)', share)
    .option('--change <share>', 'a change of cost, steps, calls or time that does not matter (default: 0.1)', share)
    .option('--json <file>', 'write the comparison as JSON', text)
    .option('--markdown <file>', 'write it as Markdown', text)
    .option('--html <file>', "write the head's report with the comparison on it", text)
    .option(...recordsOnly)
    .action(async (base, head, flags) => {
      const { compareCommand } = await import('./compare.ts')
      exit(await compareCommand(base, head, flags, openTerminal()))
    })
  program
    .command('suggest')
    .description('tell which calls met which faults, and name the variants that are missing')
    .argument('[pattern]', 'which scenarios: billing/*')
    .option('--run <folder>', 'folder of the run', 'reports/latest')
    .option('--top <count>', 'variants named for each scenario', count, 5)
    .option('--all', 'name all of them')
    .option('--json', 'everything, as JSON')
    .action(async (pattern, flags) => {
      const { suggestCommand } = await import('./suggest.ts')
      exit(suggestCommand(pattern, flags, openTerminal()))
    })
  program
    .command('plan')
    .description('tell before a run how likely its gates hold, at each pass rate that its trials may have')
    .argument('[pattern]', 'which scenarios: billing/* or the path of a file or folder')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('-a, --agent <names>', 'which agents', list)
    .option('-m, --model <names>', 'models to cross with agents that pin none', list)
    .option('--variant <names>', 'which fault variants, * for any characters', list)
    .option('-t, --tag <tags>', 'only scenarios with these tags', list)
    .option('-g, --grep <pattern>', 'only trials whose id fits a regular expression', text)
    .option('-n, --trials <counts>', 'repeats of each trial, a table for each: 5,20,3..40', manyRepeats)
    .option('--gate <gates...>', 'thresholds (default: those of the config)')
    .option('-p, --p <rates>', 'pass rates of a trial', rates, [0.8, 0.9, 0.95, 0.99])
    .option('--json', 'everything, as JSON')
    .action(async (pattern, flags) => {
      const { planCommand } = await import('./plan.ts')
      exit(await planCommand(pattern, flags, openTerminal()))
    })
  program
    .command('gate')
    .description('judge a stored run again')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .option('--gate <gates...>', 'thresholds (default: those of the run)')
    .option('--baseline <run>', 'a reference run or a folder, for the gate drift.regressed', text)
    .option(...recordsOnly)
    .action(async (folder, flags) => {
      const { gateCommand } = await import('./gate.ts')
      exit(await gateCommand(folder, flags, openTerminal()))
    })
  program
    .command('baseline')
    .description('keep reference runs')
    .command('accept')
    .description('keep a run as the one that later runs are compared with')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .requiredOption('--reason <text>', 'why it may be trusted', text)
    .option('--name <name>', 'name of the reference run', text, 'main')
    .option(...recordsOnly)
    .option('--known <what>', 'make what its passed trials did known to guards: endpoints, rates', text)
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .action(async (folder, flags) => {
      if (flags.known !== undefined) {
        const { acceptKnownCommand } = await import('./accept-known.ts')
        return exit(await acceptKnownCommand(folder, flags, openTerminal()))
      }
      const { acceptCommand } = await import('./baseline.ts')
      exit(await acceptCommand(folder, flags, openTerminal()))
    })
}
