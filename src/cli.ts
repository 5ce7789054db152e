import { Command, CommanderError, Option } from 'commander'
import { amount, count, list, port, recordsOnly, repeats, shard, text } from './commands/flags.ts'
import { addFleet } from './commands/fleet.ts'
import { addGuards } from './commands/guards.ts'
import { addJudging } from './commands/judging.ts'
import { addSearch } from './commands/search/flags.ts'
import { addStarting } from './commands/starting.ts'
import { openTerminal } from './commands/terminal.ts'
import { firstFailure, PrerequisiteError, UsageError } from './kernel/errors.ts'
import { machineTrouble } from './kernel/machine.ts'
import { version } from './kernel/version.ts'
import { keepYoungGenerationSmall } from './runs/young-generation.ts'

/** What the process exits with, and when. */
export const EXIT_CODES = {
  0: 'passed',
  1: 'a gate or a trial failed',
  2: 'usage or config: something cannot be read, or names what is not there',
  3: 'the machine lacks something that the run needs',
  70: 'a fault of mettle itself',
  129: 'the terminal was closed (SIGHUP); what was done by then is kept',
  130: 'interrupted by Ctrl-C (SIGINT); what was done by then is kept',
  143: 'asked to stop (SIGTERM); what was done by then is kept',
} as const

/** Runs one command line. Resolves with the exit code. */
export async function main(argv: string[]): Promise<number> {
  let exitCode = 0
  // Whoever reads may stop early, as `head` does. The run goes on and its report is written.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const program = buildProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (thrown) {
    return explain(firstFailure(thrown))
  }
}

function explain(thrown: unknown): number {
  // Commander has printed its own message; its 0 is --help or --version.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) {
    process.stderr.write(`${thrown.message}\n`)
    return thrown instanceof UsageError ? 2 : 3
  }
  const refused = machineTrouble(thrown)
  if (refused) return explain(refused)
  process.stderr.write(
    `mettle failed. This is a fault of mettle, not of an agent.\n${(thrown as Error)?.stack ?? thrown}\n`,
  )
  return 70
}

const REPORTERS =
  'what is printed and written: list, json, html, junit, ctrf, csv, otlp, sarif, markdown, github, behaviour'

/**
 * All commands with their arguments and flags. They load when they are asked for: --version and --help import none of the
 * heavy packages.
 */
export function buildProgram(exit: (code: number) => void): Command {
  const program = new Command('mettle')
    .description('Chaos and evaluation tests for AI agents that take real actions')
    .version(version(), '-v, --version')
    .exitOverride()
    .showHelpAfterError('(mettle --help shows all commands)')
  addRunning(program, exit)
  addImport(program, exit)
  addPlaying(program, exit)
  addHook(program)
  addCassettes(program, exit)
  addReading(program, exit)
  addJudging(program, exit)
  addFleet(program, exit)
  addGuards(program, exit)
  addSearch(program, exit)
  addStarting(program, exit)
  return program
}

/** What runs trials, and what shows which there are. */
function addRunning(program: Command, exit: (code: number) => void): void {
  program
    .command('run')
    .description('run scenarios against agents, judge them, report')
    .argument('[pattern]', 'which scenarios: billing/* or the path of a file or folder')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('-a, --agent <names>', 'which agents: careful,ai-sdk@scripted,careful:{"temperature":0}', list)
    .option('-m, --model <names>', 'models to cross with agents that pin none', list)
    .option('--models <mode>', 'where turns of models come from: scripted, recorded, live', text)
    .option('--record', 'ask live models, and write down what they say: cassettes beside the scenarios')
    .option('--variant <names>', 'which fault variants, * for any characters', list)
    .option('-n, --trials <count>', 'repeats of each trial: 5, or 3..40 for as many as the evidence needs', repeats)
    .option('--max-usd <dollars>', 'stop the run before it costs more real money', amount)
    .option('--max-minutes <minutes>', 'stop the run after so many minutes', amount)
    .option('-w, --workers <count>', 'trials at once', count)
    .option('-s, --seed <seed>', 'seed of the run, or "random"', text)
    .option('-g, --grep <pattern>', 'only trials whose id fits a regular expression', text)
    .option('-t, --tag <tags>', 'only scenarios with these tags', list)
    .option('-r, --reporter <names>', REPORTERS, list)
    .option('-o, --out <folder>', 'where the run goes (default: reports/latest)', text)
    .option('--gate <gates...>', "thresholds: 'passRate{agent:careful} >= 1'")
    .option('--baseline <run>', 'a reference run or a folder, for the gate drift.regressed and the page on drift', text)
    .option('-x, --bail [count]', 'stop after this many trials that did not pass (default: 1)', count)
    .option('--last-failed', 'only the trials of the last run that did not pass')
    .addOption(
      new Option('--shard <i/n>', 'one part of the run, for a machine of its own: 2/4')
        .argParser(shard)
        .conflicts(['watch', 'saboteurs']),
    )
    .option('--durations <run>', 'with --shard: a run that says how long trials take, the same for each shard', text)
    .addOption(
      new Option(
        '--resume [run]',
        'go on with a run that was killed or interrupted: only what is missing (default: the last)',
      ).conflicts(['watch', 'saboteurs']),
    )
    .addOption(
      new Option(
        '--queue [url]',
        'have the workers of a queue perform the trials: a postgres:// URL (default: the variable METTLE_QUEUE)',
      ).conflicts(['watch', 'saboteurs', 'shard', 'record']),
    )
    .option(
      '--deliveries <count>',
      'with --queue: give a trial to so many workers that end meanwhile (default: 3)',
      count,
    )
    .option('--max-calls-per-minute <count>', 'with --queue: calls of live models, of all workers together', count)
    .option('--max-tokens-per-minute <count>', 'with --queue: tokens of live models, of all workers together', count)
    .option('--bundle', 'with --queue: send the files of the project to workers that have no checkout')
    .option('--real-time', 'no virtual time: agents wait as long as they wait')
    .option('--tier <tier>', 'how strongly agents are isolated: T1, T2', text)
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .option('--reset <how>', 'how a database is put back after a trial: journal, clone', text)
    .option('--shuffle', 'start the trials in an order drawn from the seed')
    .option('--saboteurs', 'against the agents that ship and do wrong: which guard held against whom')
    .option('--list', 'show the trials, run none')
    .option('--watch', 'run again what a changed file has a part in, until q')
    .addOption(new Option('--watched').hideHelp())
    .action(async (pattern, flags) => {
      if (flags.watch) return exit(await watch(flags.config))
      keepYoungGenerationSmall()
      if (flags.saboteurs) {
        const { saboteursCommand } = await import('./commands/saboteurs.ts')
        return exit(await saboteursCommand(pattern, flags, openTerminal()))
      }
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
}

/** What makes a scenario of something that happened. */
function addImport(program: Command, exit: (code: number) => void): void {
  program
    .command('import')
    .description('make a scenario of what an agent did: a transcript or a trace')
    .argument('<file>', 'a session of Claude Code or codex, a list of messages, a trace of OpenTelemetry or of mettle')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--format <name>', 'what the file is (default: told by looking at it)', text)
    .option('--trace <id>', 'which trace, where the file has several', text)
    .option('--wrong <calls...>', 'numbers of the calls that must not be made again; 3:amount: the amount alone counts')
    .option('--must <calls...>', 'numbers of the calls that are still to be made (default: the last good one before)')
    .option('--mask <words...>', 'words to mask beside what has the form of a secret or of personal data')
    .option('--name <name>', 'of the scenario (default: that of the file)', text)
    .option('--dry-run', 'say what would be written, write nothing')
    .action(async (file, flags) => {
      const { importCommand } = await import('./commands/import.ts')
      exit(await importCommand(file, flags, openTerminal()))
    })
}

/** What plays one trial by hand. */
function addPlaying(program: Command, exit: (code: number) => void): void {
  playing(program.command('exec'))
    .description('play one trial with a command as its agent: mettle exec billing/refund -- python3 agent.py')
    .argument('<scenario>', 'which scenario: billing/refund or the path of its file')
    .argument('<command...>', 'the program and its arguments, behind --; {{text}} in them is the task')
    .option('--stdin <form>', 'what it reads: json (the task), text, none', text)
    .option('--answer <where>', 'where its answer is: stdout, last-line, exit-code', text)
    .option('--tier <tier>', 'how strongly it is isolated: T1 (default), T2', text)
    .action(async (scenario, argv, flags) => {
      const { execCommand } = await import('./commands/play/exec.ts')
      exit(await execCommand(scenario, argv, flags, openTerminal()))
    })
  playing(program.command('serve'))
    .description('hold the world of a scenario open until Ctrl-C, then judge what happened in it')
    .argument('<scenario>', 'which scenario: billing/refund or the path of its file')
    .option('-p, --port <port>', 'the first of the ports that it listens on (default: 4650)', port)
    .option('--dotenv <file>', 'write the variables by which agents find it into a file', text)
    .action(async (scenario, flags) => {
      const { serveCommand } = await import('./commands/play/serve.ts')
      exit(await serveCommand(scenario, flags, openTerminal()))
    })
}

/** What an agent starts, and not a person. */
function addHook(program: Command): void {
  program
    .command('safeguard')
    .description("run a safeguard of an agent's own that is a program, and have it fail where the trial's plan says so")
    .argument('<command...>', 'the program and its arguments, behind --')
    .option('--guard <name>', 'the guard of the scenario that stands for it', text)
    .action(async () => {
      await import('./channels/tools/safeguard/process.ts')
      // It ends the process as the program does.
      await new Promise(() => {})
    })
  program
    .command('hook')
    .description('the permission hook of an agent: has the guards of its trial decide (exit 2: no)')
    .argument('[url]', 'where leave is asked for (default: METTLE_HOOK_URL)')
    .action(async () => {
      await import('./channels/tools/hook/process.ts')
      // It ends the process with its answer.
      await new Promise(() => {})
    })
}

function playing(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--variant <name>', 'the fault variant (default: calm)', text)
    .option('-m, --model <name>', 'the model that the agent is told', text)
    .option('--models <mode>', 'where turns of models come from: scripted, recorded, live', text)
    .option('-s, --seed <seed>', 'seed of the trial', text)
    .option('-o, --out <folder>', 'where the run goes (default: reports/exec or reports/serve)', text)
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .option('-q, --quiet', 'print the end alone')
}

/** What was recorded of models. */
function addCassettes(program: Command, exit: (code: number) => void): void {
  program
    .command('cassettes')
    .description('show what was recorded of models, and what of it is stale')
    .argument('[pattern]', 'of which scenarios')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--prune', 'remove those whose scenario, variant or agent is gone')
    .action(async (pattern, flags) => {
      const { cassettesCommand } = await import('./commands/cassettes.ts')
      exit(await cassettesCommand(pattern, flags, openTerminal()))
    })
}

/** What looks into one stored run. */
function addReading(program: Command, exit: (code: number) => void): void {
  program
    .command('replay')
    .description('run one trial of a stored run again and compare')
    .argument('<trial>', 'id of the trial, or a part that no other has')
    .option('--run <folder>', 'folder of the run', 'reports/latest')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .action(async (trial, flags) => {
      const { replayCommand } = await import('./commands/replay.ts')
      exit(await replayCommand(trial, flags, openTerminal()))
    })
  program
    .command('trace')
    .description('print what happened in one trial of a stored run')
    .argument('<trial>', 'id of the trial, or a part that no other has')
    .option('--run <folder>', 'folder of the run', 'reports/latest')
    .option('--json', 'each event as a line of JSON')
    .action(async (trial, flags) => {
      const { traceCommand } = await import('./commands/trace.ts')
      exit(await traceCommand(trial, flags, openTerminal()))
    })
  program
    .command('merge')
    .description('make one run of its shards, judge it and report')
    .argument('<runs...>', 'the folders of all shards, in any order')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('-o, --out <folder>', 'where the run goes (default: reports/latest)', text)
    .option('-r, --reporter <names>', REPORTERS, list)
    .option('--baseline <run>', 'a reference run or a folder, for the gate drift.regressed and the page on drift', text)
    .action(async (folders, flags) => {
      keepYoungGenerationSmall()
      const { mergeCommand } = await import('./commands/merge.ts')
      exit(await mergeCommand(folders, flags, openTerminal()))
    })
  program
    .command('report')
    .description('render a stored run again')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .option('-r, --reporter <names>', REPORTERS, list)
    .option(...recordsOnly)
    .action(async (folder, flags) => {
      keepYoungGenerationSmall()
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
  program
    .command('prove')
    .description('write a signed folder that shows what a run came to, to be checked without mettle')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .requiredOption('--key <file>', 'the private key that signs it, PEM: ECDSA P-256 or Ed25519', text)
    .option('-o, --out <folder>', 'where it goes', text, 'evidence')
    .option('--release <name>', 'what is released', text)
    .action(async (folder, flags) => {
      const { proveCommand } = await import('./commands/prove.ts')
      exit(await proveCommand(folder, flags, openTerminal()))
    })
  const history = program
    .command('history')
    .description(
      'what became of each agent from run to run, and which change came with it (exit 1: something got worse)',
    )
  history
    .command('show', { isDefault: true })
    .description('show it')
    .option('--file <file>', 'the history', text, 'history.jsonl')
    .option('--json', 'as JSON')
    .option('--html <file>', 'write a page with charts', text)
    .action(async (flags) => {
      const { historyCommand } = await import('./commands/history.ts')
      exit(await historyCommand(flags, openTerminal()))
    })
  history
    .command('add')
    .description('keep what a run came to')
    .argument('[run]', 'folder of the run', 'reports/latest')
    .option('--file <file>', 'the history', text, 'history.jsonl')
    .action(async (folder, flags) => {
      const { addToHistory } = await import('./commands/history.ts')
      exit(await addToHistory(folder, flags, openTerminal()))
    })
  program
    .command('label')
    .description("write down a person's verdict on a trial; without a trial, show how far people and verdicts agree")
    .argument('[trial]', 'id of the trial, or a part that no other has')
    .argument('[label]', 'passed, failed or unclear')
    .option('--run <folder>', 'folder of the run', 'reports/latest')
    .option('--by <name>', 'who says it (default: as git knows you)', text)
    .option('--why <words>', 'why', text)
    .option('--file <file>', 'where labels are', text, 'labels.jsonl')
    .action(async (trial, label, flags) => {
      const { agreementCommand, labelCommand } = await import('./commands/label.ts')
      if (trial === undefined) exit(await agreementCommand(flags, openTerminal()))
      else exit(await labelCommand(trial, label ?? '', flags, openTerminal()))
    })
}

async function watch(config: string | undefined): Promise<number> {
  const { watchCommand } = await import('./commands/watch/watch.ts')
  const argv = process.argv.slice(2).filter((word) => word !== '--watch')
  return watchCommand({ argv, config, terminal: openTerminal() })
}
