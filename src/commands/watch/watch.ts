import { type ChildProcess, fork } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { endWithMe } from '../../kernel/end-with-me.ts'
import { started } from '../../kernel/started.ts'
import { visible } from '../../kernel/visible.ts'
import type { Verdict } from '../../record/trial.ts'
import { isOfPlace } from '../../store/places.ts'
import { INTERRUPTED } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import { watchFiles } from './files.ts'
import { openKeys } from './keys.ts'
import type { FromRun, Wanted } from './watched.ts'

/** So many changed files are named. */
const NAMED = 3

export interface Watching {
  /** The command line of each run. */
  argv: readonly string[]
  config: string | undefined
  terminal: Terminal
}

/**
 * Runs what a command line asks for, then again whatever a changed file has a part in. Each run is a process of its own,
 * which sees the project as it is then. Resolves with the exit code: 0 at q, 130 at Ctrl-C.
 */
export async function watchCommand({ argv, config, terminal }: Watching): Promise<number> {
  const root = realpathSync(config === undefined ? '.' : dirname(resolve(config)))
  const runs = openRuns(argv, resolve(root, 'reports/latest'))
  const ended = Promise.withResolvers<number>()
  const inbox = openInbox()
  const files = await watchFiles({ root, isOutput: (file) => isOfPlace(runs.out(), file), onChange: inbox.change })
  const keys = openKeys((key) => {
    if (key === 'q') end(0)
    else if (key === 'interrupt') end(INTERRUPTED.SIGINT)
    else inbox.press(key)
  })
  const hearers = Object.entries(INTERRUPTED).map(([name, code]) => [name, () => end(code)] as const)
  for (const [name, hear] of hearers) process.on(name, hear)
  function end(code: number): void {
    ended.resolve(code)
    runs.stop()
  }
  const over = ended.promise.then(() => undefined)
  try {
    for (let wanted: Wanted | undefined = {}; wanted; ) {
      await runs.run(wanted)
      terminal.print(`\nWatching ${root}   a: all   f: failed (${runs.failed().length})   Enter: again   q: quit\n`)
      wanted = await Promise.race([over, inbox.next(runs, (changed) => terminal.print(namesOf(changed, root)))])
    }
    return await ended.promise
  } finally {
    for (const [name, hear] of hearers) process.off(name, hear)
    keys.close()
    await files.close()
  }
}

type Runs = ReturnType<typeof openRuns>

/** The runs of one watch, one after the other, and what they have found so far. */
function openRuns(argv: readonly string[], usualOut: string) {
  const verdicts = new Map<string, Verdict>()
  let [out, stopped] = [usualOut, false]
  let child: ChildProcess | undefined
  let last: Wanted = {}
  /** What was wanted and came to no run: the project did not load. */
  let unmet: Wanted | undefined
  const hear = (message: FromRun) => {
    if (message.type === 'project') out = message.out
    else verdicts.set(message.id, message.verdict)
  }
  return {
    out: () => out,
    last: () => last,
    unmet: () => unmet,
    failed: () => [...verdicts].filter(([, verdict]) => verdict !== 'passed').map(([id]) => id),
    run: async (wanted: Wanted): Promise<void> => {
      if (stopped) return
      if (!wanted.changed && !wanted.trials) verdicts.clear()
      last = wanted
      child = startRun(argv, wanted, hear)
      const code = await new Promise((resolve) => child?.once('exit', resolve))
      child = undefined
      unmet = code === 0 || code === 1 ? undefined : wanted
    },
    stop: () => {
      stopped = true
      child?.kill('SIGINT')
    },
  }
}

function startRun(argv: readonly string[], wanted: Wanted, hear: (message: FromRun) => void): ChildProcess {
  const stdio: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'inherit', 'inherit', 'ipc']
  const child = started(fork(process.argv[1] ?? '', [...argv, '--watched'], { stdio }))
  endWithMe(child)
  child.on('message', (message) => hear(message as FromRun))
  child.send(wanted)
  return child
}

/** What comes in while a run is under way, or while nothing is. A key counts only then. */
function openInbox() {
  const changed = new Set<string>()
  let came = Promise.withResolvers<string | undefined>()
  const next = async (runs: Runs, onChange: (changed: string[]) => void): Promise<Wanted> => {
    for (;;) {
      if (changed.size > 0) {
        const files = [...changed]
        changed.clear()
        onChange(files)
        return withUnmet(files, runs.unmet())
      }
      came = Promise.withResolvers()
      const key = await came.promise
      if (key === 'a') return {}
      if (key === 'f' && runs.failed().length > 0) return { trials: runs.failed() }
      if (key === '\r' || key === '\n') return runs.last()
    }
  }
  return {
    change: (files: readonly string[]) => {
      for (const file of files) changed.add(file)
      came.resolve(undefined)
    },
    press: (key: string) => came.resolve(key),
    next,
  }
}

function withUnmet(changed: readonly string[], unmet: Wanted | undefined): Wanted {
  if (!unmet) return { changed }
  return unmet.changed ? { changed: [...unmet.changed, ...changed] } : unmet
}

function namesOf(files: readonly string[], root: string): string {
  const names = files.slice(0, NAMED).map((file) => visible(relative(root, file)))
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : ''
  return `\nChanged: ${names.join(', ')}${more}\n`
}
