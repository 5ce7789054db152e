import type { Command } from 'commander'
import { text } from './flags.ts'
import { openTerminal } from './terminal.ts'

/** Commands that set a project up, add to it, and look at the machine. */
export function addStarting(program: Command, exit: (code: number) => void): void {
  program
    .command('init')
    .description('set a folder up: a config, a scenario, two agents, a CI workflow')
    .argument('[folder]', 'which folder (default: this one)')
    .option('--dry-run', 'say what would be written, write nothing')
    .option('--openapi <file>', 'an OpenAPI specification that the first scenario is made of')
    .option('-y, --yes', 'ask nothing: it never does, and takes this for scripts that give it')
    .action(async (folder, flags) => {
      const { initCommand } = await import('./init.ts')
      exit(await initCommand(folder, flags, openTerminal()))
    })
  program
    .command('create')
    .description('write a scenario, agent, fault, guard or scorer with its test')
    .argument('<kind>', 'scenario, agent, fault, guard or scorer')
    .argument('<name>', 'its name: lost-parcel; a scenario may have folders: billing/refund')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--dry-run', 'say what would be written, write nothing')
    .action(async (kind, name, flags) => {
      const { createCommand } = await import('./create.ts')
      exit(await createCommand(kind, name, flags, openTerminal()))
    })
  program
    .command('doctor')
    .description('look at what runs need of this machine, or at a run')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('--run <run>', 'look at the files of a run instead', text)
    .option('--repair', 'with --run: put aside what a kill left behind the last whole line')
    .option('--leftovers', 'list what runs that were killed have left on this machine instead')
    .option('--remove', 'the same, and remove it')
    .option('--json', 'print the findings as JSON')
    .action(async (flags) => {
      const { doctorCommand } = await import('./doctor.ts')
      exit(await doctorCommand(flags, openTerminal()))
    })
  program
    .command('mcp')
    .description("serve the tools of a trial over MCP on standard input and output: an agent's client of MCP starts it")
    .argument('[url]', 'where they are (default: METTLE_MCP_URL)')
    .action(async (url) => {
      const { mcpCommand } = await import('./mcp.ts')
      exit(await mcpCommand(url))
    })
  addCompletion(program, exit)
}

function addCompletion(program: Command, exit: (code: number) => void): void {
  program
    .command('completion')
    .description('print what a shell needs to complete command lines: eval "$(mettle completion bash)"')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell) => {
      const { completionCommand } = await import('./completion.ts')
      exit(completionCommand(shell, openTerminal()))
    })
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words) => {
      const { completeCommand } = await import('./completion.ts')
      exit(await completeCommand(program, words, openTerminal()))
    })
}
