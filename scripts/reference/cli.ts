import type { Argument, Command, Option } from 'commander'
import { buildProgram, EXIT_CODES } from '../../src/cli.ts'
import { code, table } from '../table.ts'
import { page } from './page.ts'

/** `docs/reference/cli.md`: every command with its arguments and flags. */
export function cliReference(): Map<string, string> {
  return new Map([['docs/reference/cli.md', cliPage(buildProgram(() => {}))]])
}

/** The page of a program. */
export function cliPage(program: Command): string {
  return page('The command line', INTRO, ...leavesOf(program).flatMap(section), '## Exit codes', exitCodes())
}

/** Commands that do something, with the words that call them. Hidden ones are for other programs. */
function leavesOf(command: Command, words: readonly string[] = []): { words: string; command: Command }[] {
  const called = [...words, command.name()]
  const inner = command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help')
  if (inner.length > 0) return inner.flatMap((one) => leavesOf(one, called))
  return [{ words: called.join(' '), command }]
}

function section({ words, command }: { words: string; command: Command }): string[] {
  const args = command.registeredArguments
  const options = command.options.filter(({ hidden }) => !hidden)
  return [
    `## ${code(words)}`,
    `${sentence(command.description())}`,
    `    npx ${[words, ...args.map(shown), ...(options.length > 0 ? ['[options]'] : [])].join(' ')}`,
    ...(args.length > 0 ? [table(['argument', 'default', 'meaning'], args.map(argumentRow))] : []),
    ...(options.length > 0 ? [table(['flag', 'default', 'meaning'], options.map(optionRow))] : []),
  ]
}

function argumentRow(argument: Argument): string[] {
  const [description, told] = withoutDefault(argument.description)
  return [code(shown(argument)), defaultOf(argument.defaultValue ?? told), sentence(description)]
}

function optionRow({ flags, defaultValue, description, mandatory, negate }: Option): string[] {
  // The default of --no-open is that it opens, which its name says.
  const [text, told] = withoutDefault(description)
  const standard = negate ? undefined : (defaultValue ?? told)
  return [code(flags), mandatory && standard === undefined ? 'must be given' : defaultOf(standard), sentence(text)]
}

/** A default that is found out later stands in the description: '(default: reports/latest)'. */
function withoutDefault(description: string): [description: string, told: string | undefined] {
  const [, text = description, told] = /^(.*) \(default: (.*)\)$/.exec(description) ?? []
  return [text, told]
}

function shown(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

function defaultOf(value: unknown): string {
  return value === undefined ? '' : code(String(value))
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.)]$/.test(first) || text === '' ? first : `${first}.`
}

function exitCodes(): string {
  return table(
    ['code', 'meaning'],
    Object.entries(EXIT_CODES).map(([value, meaning]) => [code(value), sentence(meaning)]),
  )
}

const INTRO = `\`npx mettle <command> --help\` prints the same. Lists are separated by commas: \`--agent careful,hasty\`. What the config says is
the default of flags that have none here ([config](config.md)).

A trial's id is printed with each trial that did not pass. \`CI\` turns off what only a person at a terminal wants to see,
\`NO_COLOR\` turns off colours.`
