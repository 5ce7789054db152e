import type { Masked } from '../incidents/masking/mask.ts'
import type { Step } from '../incidents/steps.ts'
import { visible, visibleJson } from '../kernel/visible.ts'
import { plural } from '../reports/text/quantity.ts'
import type { Recording } from '../trace/recording.ts'

/** In characters. */
const SHOWN = 100
const TASK = 300

/** What was asked, the calls by their numbers, and what the recording lacks. */
export function callsText({ source, task, calls, tools }: Recording, lost: readonly string[]): string {
  const lines = calls.map(({ tool, input, failed, output }, at) => {
    const outcome = output === undefined ? '  (no answer)' : failed ? '  (failed)' : ''
    const how = tools[tool]?.access === 'read' ? 'reads ' : 'writes'
    return `  ${String(at + 1).padStart(String(calls.length).length)}  ${how}  ${visible(tool)} ${cut(visibleJson(JSON.stringify(input)), SHOWN)}${outcome}\n`
  })
  const missing = lost.map((one) => `  - ${visible(one)}\n`)
  return [
    `${plural(calls.length, 'call')}, read as ${source}\n`,
    `  task  ${task === '' ? '(none was recorded: write one into the recording)' : cut(visible(task), TASK)}\n\n`,
    ...lines,
    ...(missing.length > 0 ? ['\nNot in the recording\n', ...missing] : []),
  ].join('')
}

/** What was masked, and never what it was. */
export function maskedText(masked: readonly Masked[]): string {
  if (masked.length === 0) return '\nNothing was masked. Names of people have no form: give them with --mask.\n'
  const kinds = Math.max(...masked.map(({ kind }) => kind.length))
  const width = Math.max(...masked.map(({ placeholder }) => placeholder.length))
  const lines = masked.map(({ kind, placeholder, times, place }) => {
    const often = times === 1 ? 'once' : `${times} times`
    return `  ${kind.padEnd(kinds)}  ${placeholder.padEnd(width)}  ${often}, first in ${visible(place.replace(/^recording\./, ''))}\n`
  })
  return `\nMasked (names of people have no form: give them with --mask)\n${lines.join('')}`
}

export function importedText({
  wrong,
  must,
  run,
}: {
  wrong: readonly Step[]
  must: readonly Step[]
  run: string
}): string {
  const named = (steps: readonly Step[]) =>
    steps.map(({ number, tool }) => `call ${number} (${visible(tool)})`).join(', ')
  return `
  never again       ${named(wrong)}
  still to be done  ${named(must)}

Next:
  ${run}  # fails, as it did then
  Then run your own agent, mended: it passes when it does what is still to be done, and nothing of what was wrong.
`
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
