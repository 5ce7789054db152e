import { type Command, Option } from 'commander'
import { keepYoungGenerationSmall } from '../../runs/young-generation.ts'
import { count, list, text } from '../flags.ts'
import { openTerminal } from '../terminal.ts'
import { budget, dollars } from './budget.ts'

/** Looks for plans of faults that nobody wrote down. */
export function addSearch(program: Command, exit: (code: number) => void): void {
  program
    .command('search')
    .description('look for the smallest fault plans that make an agent fail')
    .argument('<scenario>', 'which scenario: billing/refund or the path of its file')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('-a, --agent <name>', "which agent (default: the config's, where it has one)", text)
    .option('-m, --model <name>', 'the model that the agent is told', text)
    .option('--models <mode>', 'where turns of models come from: scripted, recorded, live', text)
    .addOption(
      new Option('-b, --budget <budget>', 'how long: a time (60s, 5m) or a number of trials (500)')
        .argParser(budget)
        .default({ ms: 60_000 }, '60s'),
    )
    .option('--max-usd <dollars>', 'stop before it costs more real money (default: as the config says)', dollars)
    .option('-f, --faults <names>', 'only these faults, * for any characters', list)
    .option('--max-faults <count>', 'how many faults a plan has at the most', count, 3)
    .option('-w, --workers <count>', 'trials at once', count)
    .option('-s, --seed <seed>', 'seed of the trials, and of what is drawn', text)
    .option('-o, --out <folder>', 'where the trials go (default: reports/search)', text)
    .option('--real-time', 'no virtual time: the agent waits as long as it waits')
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .option('--whole-trials', 'run each plan as a whole trial, with its trace and its judge, not only what is found')
    .option('--resume [folder]', 'go on with this search where it ended, by default with the last one')
    .option('--write', "write each find into the scenario's file, as a variant")
    .option('--json [file]', 'print what was found as JSON, or write it into a file')
    .action(async (scenario, flags) => {
      keepYoungGenerationSmall()
      const { searchCommand } = await import('./search.ts')
      exit(await searchCommand(scenario, flags, openTerminal()))
    })
}
