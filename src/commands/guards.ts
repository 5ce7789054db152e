import type { Command } from 'commander'
import { keepYoungGenerationSmall } from '../runs/young-generation.ts'
import { count, list, text } from './flags.ts'
import { openTerminal } from './terminal.ts'

/** What looks at safeguards by themselves, without an agent of the user's. */
export function addGuards(program: Command, exit: (code: number) => void): void {
  const guards = program.command('guards').description('look at safeguards by themselves')
  guards
    .command('conformance')
    .description("put the cases of approval to a framework's own mechanism, and judge by what ran")
    .option(
      '-t, --target <name...>',
      'which mechanisms: a name, or the path of a module of your own (default: list them)',
    )
    .option('--vectors <folder>', 'of target acs: test vectors of agent-hooks, in a folder of yours', text)
    .option('-n, --repeats <count>', 'how often each case is tried', count, 1)
    .option('-w, --workers <count>', 'processes at once (default: two for each processor)', count)
    .option('-o, --out <folder>', 'where the HTML report goes (default: reports/conformance)', text)
    .option('--json [file]', 'print what was found as JSON, or write it into a file')
    .action(async (flags) => {
      const { conformanceCommand } = await import('./guards/conformance.ts')
      exit(await conformanceCommand(flags, openTerminal()))
    })
  addMutate(guards, exit)
  addProbe(guards, exit)
}

function addMutate(guards: Command, exit: (code: number) => void): void {
  guards
    .command('mutate')
    .description('loosen each guard of a suite, one at a time, and see whether any trial notices')
    .argument('[pattern]', 'which scenarios: billing/* or the path of a file or folder')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts here)')
    .option('-a, --agent <names>', "which agents (default: the config's, and those that ship and do wrong)", list)
    .option('-m, --model <names>', 'models to cross with agents that pin none', list)
    .option('--models <mode>', 'where turns of models come from: scripted, recorded, live', text)
    .option('--variant <names>', 'which fault variants, * for any characters', list)
    .option('-t, --tag <tags>', 'only scenarios with these tags', list)
    .option('--guard <names>', 'only these guards', list)
    .option('--mutant <names>', 'only these mutants, * for any characters', list)
    .option('--most <count>', 'run at most so many trials with each mutant', count, 40)
    .option('-w, --workers <count>', 'trials at once', count)
    .option('-s, --seed <seed>', 'seed of the trials', text)
    .option('--database <where>', 'where PostgreSQL comes from: embedded, container, a postgres:// URL', text)
    .option('-o, --out <folder>', 'where the trials go (default: reports/mutation)', text)
    .option('--gate <gates...>', "thresholds: 'guards.mutationScore >= 0.8' (default: those of the config)")
    .option('--list', 'show the mutants, run none')
    .option('--json [file]', 'print what was found as JSON, or write it into a file')
    .action(async (pattern, flags) => {
      keepYoungGenerationSmall()
      const { mutateCommand } = await import('./guards/mutate.ts')
      exit(await mutateCommand(pattern, flags, openTerminal()))
    })
}

function addProbe(guards: Command, exit: (code: number) => void): void {
  guards
    .command('probe')
    .description('break the guards of scenarios in every way there is, and tell which fail open')
    .argument('[scenario]', 'a glob over ids, or a path (default: every scenario)')
    .option('-c, --config <file>', 'the config (default: mettle.config.ts, here or above)')
    .option(
      '-a, --agent <names>',
      'who makes the calls (default: prober, which sends what each guard must refuse)',
      list,
    )
    .option('-g, --guard <names>', 'only these guards', list)
    .option('-f, --fault <names>', 'only these faults', list)
    .option('-s, --seed <seed>', 'where chance comes from (default: as the config says)', text)
    .option('-w, --workers <count>', 'processes at once (default: as the config says)', count)
    .option('-o, --out <dir>', 'where the trials are kept (default: reports/guards/latest)')
    .option('--database <backend>', 'where PostgreSQL comes from (default: as the config says)')
    .option('--json [file]', 'print what was found as JSON, or write it into a file')
    .action(async (pattern, flags) => {
      const { probeCommand } = await import('./guards/probe.ts')
      exit(await probeCommand(pattern, flags, openTerminal()))
    })
}
