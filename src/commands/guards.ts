import { type Command, InvalidArgumentError } from 'commander'
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
    .option('-n, --repeats <count>', 'how often each case is tried', count, 1)
    .option('-w, --workers <count>', 'processes at once (default: two for each processor)', count)
    .option('--json [file]', 'print what was found as JSON, or write it into a file')
    .action(async (flags) => {
      const { conformanceCommand } = await import('./guards/conformance.ts')
      exit(await conformanceCommand(flags, openTerminal()))
    })
}

function count(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.')
  return number
}
