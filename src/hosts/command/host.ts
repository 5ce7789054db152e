import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
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
      const program = trial.start(order, stdinOf(order, trial))
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

function endingOf({ answer, cwd }: CommandSource, exit: Exit, { stage, fill }: OutsideTrial): Ending {
  const { code, signal, stdout } = exit
  if (code === null) return { how: 'threw', error: `ended by ${signal}${lastWords(exit)}` }
  if (answer === 'exit-code') return { how: 'returned', answer: code }
  if (code !== 0) return { how: 'threw', error: `exit code ${code}${lastWords(exit)}` }
  if (answer === 'stdout') return { how: 'returned', answer: readAnswer(stdout) }
  if (answer === 'last-line') return { how: 'returned', answer: readAnswer(stdout.trimEnd().split('\n').at(-1) ?? '') }
  return fromFile(resolve(cwd, fill(answer.file)), stage.scenario.limits.maxOutputBytes)
}

function fromFile(path: string, most: number): Ending {
  try {
    const { size } = statSync(path)
    if (size > most) return { how: 'threw', error: `its answer has ${size} bytes, more than ${most}` }
    return { how: 'returned', answer: readAnswer(readFileSync(path, 'utf8')) }
  } catch (thrown) {
    return { how: 'threw', error: `it left no answer: ${messageOf(thrown)}` }
  }
}
