import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Hears of processes that begin and end, '+ 17' and '- 17', and at the end of what it hears ends those that are left: whoever
 * told it is gone by then, by will or by death.
 */
const SCRIPT = `
pids=' '
while read -r what pid; do
  case $what in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for pid in $pids; do kill -s KILL -- "-$pid" || kill -9 "$pid"; done
`

let keeper: ChildProcess | undefined
const kept = new Set<number>()

/**
 * Has a process, and its group where it leads one, end when this one does, however this one ends: a loop without a pause
 * hears nothing of a pipe that closes.
 * Where there is no /bin/sh, it is left to the process itself.
 */
export function endWithMe(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return
  keeper ??= startKeeper()
  kept.add(pid)
  keeper.stdin?.write(`+ ${pid}\n`)
  child.once('exit', () => {
    kept.delete(pid)
    keeper?.stdin?.write(`- ${pid}\n`)
    if (kept.size > 0) return
    const last = keeper
    keeper = undefined
    last?.stdin?.end()
    // One that an agent has stopped would stay for ever.
    last?.kill('SIGCONT')
  })
}

/** Ends a process that has a group of its own, and whatever else is in that group. */
export function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGKILL')
}

/** Sends a signal to a process that has a group of its own, and to whatever else is in that group. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // Nobody is left in it.
  }
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
