import type { Command, Option } from 'commander'
import { type Asked, type Suggestion, valuesOfArguments, valuesOfOptions } from './values.ts'

/** What may stand in place of the last word. @param words All that stands behind the program's name. */
export async function candidates(program: Command, words: readonly string[]): Promise<Suggestion[]> {
  const before = words.slice(0, -1)
  const word = words.at(-1) ?? ''
  const { command, depth } = commandOf(program, before)
  const given = before.slice(depth)
  const asked = { word, config: givenFor(command, given, '--config'), run: givenFor(command, given, '--run') }
  const all = await everything(command, given, asked)
  return all.filter((one) => one.word.startsWith(word))
}

async function everything(command: Command, given: readonly string[], asked: Asked): Promise<Suggestion[]> {
  const { word } = asked
  const help = command.createHelp()
  const open = given.includes('--') ? undefined : optionOf(command, given.at(-1))
  if (open && takesValue(open)) return valuesOf(open, asked)
  if (word.startsWith('-')) {
    return help.visibleOptions(command).map(({ long, short, description }) => {
      return { word: long ?? short ?? '', about: description }
    })
  }
  const inner = help.visibleCommands(command).map((one) => ({ word: one.name(), about: one.description() }))
  if (inner.length > 0) return inner
  // A variadic option takes whatever comes: '--gate a b'.
  const argument = command.registeredArguments[positionals(command, given).length]
  return argument ? ((await valuesOfArguments[argument.name()]?.(asked)) ?? []) : []
}

/** `careful,ha`: each name of a list but the last stays, and is not offered once more. */
async function valuesOf({ long }: Option, asked: Asked): Promise<Suggestion[]> {
  const head = asked.word.slice(0, asked.word.lastIndexOf(',') + 1)
  const taken = head.split(',')
  const found = (await valuesOfOptions[long ?? '']?.({ ...asked, word: asked.word.slice(head.length) })) ?? []
  return found.filter(({ word }) => !taken.includes(word)).map(({ word, about }) => ({ word: head + word, about }))
}

/** The innermost command that the words name, and how many words that took. */
function commandOf(program: Command, words: readonly string[]): { command: Command; depth: number } {
  let [command, depth] = [program, 0]
  for (const word of words) {
    const inner = command.commands.find((one) => one.name() === word)
    if (!inner) break
    command = inner
    depth++
  }
  return { command, depth }
}

function positionals(command: Command, given: readonly string[]): string[] {
  return given.filter((word, index) => {
    if (word.startsWith('-')) return false
    const option = optionOf(command, given[index - 1])
    return !(option && takesValue(option))
  })
}

function givenFor(command: Command, given: readonly string[], name: string): string | undefined {
  const at = given.findIndex((word) => optionOf(command, word)?.long === name)
  return at < 0 ? undefined : given[at + 1]
}

function optionOf(command: Command, word: string | undefined): Option | undefined {
  return command.options.find(({ long, short }) => word !== undefined && (long === word || short === word))
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional
}
