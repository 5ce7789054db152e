import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { openTerminal } from './commands/terminal.ts'
import { version } from './commands/version.ts'
import { PrerequisiteError, UsageError } from './kernel/errors.ts'
import { keepYoungGenerationSmall } from './runner/young-generation.ts'

/** Exit codes: 0 passed, 1 gate or trials failed, 2 usage or config, 3 a missing prerequisite, 130 interrupted. */
export async function main(argv: string[]): Promise<number> {
  let exitCode = 0
  const program = buildProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (thrown) {
    return explain(thrown)
  }
}

function explain(thrown: unknown): number {
  // Commander has printed its own message; its 0 is --help or --version.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) {
    process.stderr.write(`${thrown.message}\n`)
    return thrown instanceof UsageError ? 2 : 3
  }
  process.stderr.write(
    `mettle failed. This is a fault of mettle, not of an agent.\n${(thrown as Error)?.stack ?? thrown}\n`,
  )
  return 70
}

// Commands load when they are asked for: --version and --help import none of the heavy packages.
function buildProgram(exit: (code: number) => void): Command {
  const program = new Command('mettle')
    .description('Chaos and evaluation tests for AI agents that take real actions')
    .version(version(), '-v, --version')
    .exitOverride()
    .showHelpAfterError('(mettle --help shows all commands)')
  program
    .command('run')
    .description('run scenarios against agents, judge them, report')
    .argument('[pattern]', 'which scenarios, * for any characters: billing/*')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('-a, --agent <names>', 'which agents: careful,ai-sdk@scripted', list)
    .option('-m, --model <names>', 'models to cross with agents that pin none', list)
    .option('--variant <names>', 'which fault variants, * for any characters', list)
    .option('-n, --trials <count>', 'repeats of each trial', count)
    .option('-w, --workers <count>', 'trials at once', count)
    .option('-s, --seed <seed>', 'seed of the run, or "random"', text)
    .option('-g, --grep <pattern>', 'only trials whose id fits a regular expression', text)
    .option('-t, --tag <tags>', 'only scenarios with these tags', list)
    .option('-r, --reporter <names>', 'list, json, html', list)
    .option('-o, --out <folder>', 'where the run goes (default: reports/latest)', text)
    .option('--gate <gates...>', "thresholds: 'passRate{agent:careful} >= 1'")
    .option('-x, --bail [count]', 'stop after this many trials that did not pass (default: 1)', count)
    .option('--last-failed', 'only the trials of the last run that did not pass')
    .option('--real-time', 'no virtual time: agents wait as long as they wait')
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .option('--reset <how>', 'how a database is put back after a trial: journal, clone', text)
    .option('--shuffle', 'start the trials in an order drawn from the seed')
    .option('--list', 'show the trials, run none')
    .action(async (pattern, flags) => {
      keepYoungGenerationSmall()
      const { runCommand } = await import('./commands/run.ts')
      exit(await runCommand(pattern, { ...flags, bail: flags.bail === true ? 1 : flags.bail }, openTerminal()))
    })
  program
    .command('list')
    .description('show scenarios, agents or parts')
    .argument('[pattern]', 'which scenarios')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--agents', 'the agents that can run')
    .option('--faults', 'the faults that plans can use')
    .option('--presets', 'the presets that plans can use')
    .option('--guards', 'the guards that scenarios can use')
    .option('--scorers', 'the scorers that scenarios can use')
    .option('--reporters', 'the reporters')
    .action(async (pattern, flags) => {
      const { listCommand } = await import('./commands/list.ts')
      exit(await listCommand(pattern, flags, openTerminal()))
    })
  program
    .command('replay')
    .description('run one trial of a stored run again and compare')
    .argument('<trial>', 'id of the trial')
    .option('--run <folder>', 'folder of the run', 'reports/latest')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .action(async (trial, flags) => {
      const { replayCommand } = await import('./commands/replay.ts')
      exit(await replayCommand(trial, flags, openTerminal()))
    })
  program
    .command('report')
    .description('render a stored run again')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .option('-r, --reporter <names>', 'list, json, html', list)
    .action(async (folder, flags) => {
      const { reportCommand } = await import('./commands/report.ts')
      exit(await reportCommand(folder, flags, openTerminal()))
    })
  program
    .command('show')
    .description('open the report of a run in a browser, until Ctrl-C')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .option('-p, --port <port>', 'where it is served (default: any free port)', port)
    .option('--no-open', 'print the address, open no browser')
    .action(async (folder, flags) => {
      const { showCommand } = await import('./commands/show.ts')
      exit(await showCommand(folder, flags, openTerminal()))
    })
  return program
}

function list(value: string): string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  // An empty variable in a script must not choose everything.
  if (names.length === 0) throw new InvalidArgumentError('It must name something.')
  return names
}

function text(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return value
}

function port(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('It must be a port: 1 to 65535.')
  return number
}

function count(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.')
  return number
}
