import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { ServerPlace } from '../../boundary/server-place.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { CommandSource } from '../../scenario/agent-source.ts'
import { readAnswer } from '../answer.ts'
import type { Ending, Host } from '../host.ts'
import { type OutsideTrial, outsideHost } from '../programs/outside-host.ts'
import { type Exit, lastWords } from '../programs/program.ts'

/** Runs agents that are programs, each trial in a process tree of its own. */
export function commandHost(place?: ServerPlace): Promise<Host> {
  return outsideHost(
    'command',
    async (order, trial) => {
      const program = trial.start(order, { stdin: stdinOf(order, trial) })
      return endingOf(order, await program.exited, trial)
    },
    place,
  )
}

function stdinOf({ stdin }: CommandSource, { task, fill }: OutsideTrial): string {
  if (stdin === 'json') return `${JSON.stringify(task)}\n`
  if (stdin === 'text') return `${task.text}\n`
  return stdin === 'none' ? '' : fill(stdin.template)
}

function endingOf({ answer, cwd }: CommandSource, exit: Exit, { stage, fill, tmp }: OutsideTrial): Ending {
  const { code, signal, stdout } = exit
  if (code === null) return { how: 'threw', error: `ended by ${signal}${lastWords(exit)}` }
  if (answer === 'exit-code') return { how: 'returned', answer: code }
  if (code !== 0) return { how: 'threw', error: `exit code ${code}${lastWords(exit)}` }
  if (answer === 'stdout') return { how: 'returned', answer: readAnswer(stdout) }
  if (answer === 'last-line') return { how: 'returned', answer: readAnswer(stdout.trimEnd().split('\n').at(-1) ?? '') }
  return fromFile(resolve(cwd, fill(answer.file)), tmp, stage.scenario.limits.maxOutputBytes)
}

function fromFile(path: string, tmp: string, most: number): Ending {
  try {
    const file = openAsIs(path, tmp)
    try {
      const { size } = fstatSync(file)
      if (size > most) return { how: 'threw', error: `its answer has ${size} bytes, more than ${most}` }
      return { how: 'returned', answer: readAnswer(readFileSync(file, 'utf8')) }
    } finally {
      closeSync(file)
    }
  } catch (thrown) {
    return { how: 'threw', error: `it left no answer: ${messageOf(thrown)}` }
  }
}

/**
 * What an agent leaves is opened as it stands: a link would be followed here to what the agent itself may not see, and a pipe would
 * be read for ever. @param tmp Where an agent may make links, in a sandbox too. @throws {Error} it is no file.
 */
function openAsIs(path: string, tmp: string): number {
  const [folder, way] = [dirname(path), relative(tmp, dirname(path))]
  if (!way.startsWith('..') && realpathSync(folder) !== join(realpathSync(tmp), way)) {
    throw new Error(`${path} lies behind a link`)
  }
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new Error(`${path} is no file`)
}
