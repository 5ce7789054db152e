import { type ChildProcess, spawn } from 'node:child_process'
import { sendSignal } from './send-signal.ts'

/**
 * Hears of processes that begin and end, '+ 17' and '- 17', and of marks in the environments of others, '+ NAME=value', and at the
 * end of what it hears ends those that are left: whoever told it is gone by then, by will or by death. What forks meanwhile is
 * looked for again.
 */
const SCRIPT = `
pids=' '
while read -r what pid; do
  case $what in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for one in $pids; do
  case $one in
    *=*)
      round=0
      while found=$(grep -l -e "$one" /proc/[0-9]*/environ); [ -n "$found" ] && [ $round -lt 100 ]; do
        for file in $found; do file=\${file#/proc/}; kill -9 "\${file%/environ}"; done
        round=$((round + 1))
      done ;;
    *) kill -s KILL -- "-$one" || kill -9 "$one" ;;
  esac
done
`

let keeper: ChildProcess | undefined
/** Processes by their numbers, and marks. */
const kept = new Set<number | string>()

/**
 * Has a process, and its group where it leads one, end when this one does, however this one ends: a loop without a pause
 * hears nothing of a pipe that closes.
 * Where there is no /bin/sh, it is left to the process itself.
 */
export function endWithMe(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return
  keep(pid)
  child.once('exit', () => letGo(pid))
}

/**
 * Has every process end with this one that has a text in the environment which it began with, whoever its parent is by then. On
 * Linux; elsewhere nobody tells environments. @param mark 'NAME=value', without blanks. Returns the way to call it off.
 */
export function endMarkedWithMe(mark: string): () => void {
  keep(mark)
  return () => letGo(mark)
}

function keep(one: number | string): void {
  keeper ??= startKeeper()
  kept.add(one)
  keeper.stdin?.write(`+ ${one}\n`)
}

function letGo(one: number | string): void {
  if (!kept.delete(one)) return
  keeper?.stdin?.write(`- ${one}\n`)
  if (kept.size > 0) return
  const last = keeper
  keeper = undefined
  last?.stdin?.end()
  // One that an agent has stopped would stay for ever.
  last?.kill('SIGCONT')
}

/** Ends a process that has a group of its own, and whatever else is in that group. */
export function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGKILL')
}

/** Sends a signal to a process that has a group of its own, and to whatever else is in that group. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) sendSignal(-pid, signal)
}

function startKeeper(): ChildProcess {
  const stdio: ('pipe' | 'ignore')[] = ['pipe', 'ignore', 'ignore']
  // A session of its own: Ctrl-C is for the harness.
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'mettle-keeper'], { cwd: '/', env: {}, detached: true, stdio })
  child.once('error', () => {})
  child.once('exit', () => {
    if (keeper !== child) return
    // An agent has ended it: another one takes its place.
    keeper = kept.size > 0 ? startKeeper() : undefined
    for (const pid of kept) keeper?.stdin?.write(`+ ${pid}\n`)
  })
  child.stdin?.on('error', () => {})
  child.unref()
  ;(child.stdin as unknown as { unref?(): void } | null)?.unref?.()
  return child
}
