import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { signalGroup } from '../../../../kernel/end-with-me.ts'
import { started } from '../../../../kernel/started.ts'
import { BARE_ENVIRONMENT } from './command.ts'
import type { ServerUser } from './server-user.ts'

/**
 * Starts the server, waits until the owner lets go of standard input, by will or by death, and ends the server.
 * A server that has only just begun is deaf: it is told until it is gone.
 * $1: the signal that ends it. $2: what to remove then, one path a line. The rest: the server and its arguments.
 */
const SCRIPT = `
signal=$1 leftovers=$2
shift 2
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
{
  read -r nothing <&3
  times=0
  while kill -"$signal" "$server"; do
    sleep 0.1 || sleep 1
    times=$((times + 1))
    # One that was told for so long to end at once is deaf for good. What one ends in order is wanted, and is waited for.
    test "$signal$times" = QUIT100 && signal=KILL
  done
} 2>/dev/null &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
IFS='
'
set -f
test -z "$leftovers" || rm -rf -- $leftovers 2>/dev/null
exit "$code"
`

/** A process that ends with this one, however this one ends. */
export interface Guarded {
  /** Its exit code, when it has ended. */
  ended: Promise<number | null>
  /** Has it end, without waiting for that. */
  letGo(): void
  /** Ends it and waits for its end. */
  stop(): Promise<void>
}

export interface GuardedOrder {
  user: ServerUser
  command: readonly string[]
  /** Gets what it says. */
  log: string
  /** SIGINT: an orderly end, all data written. SIGQUIT: at once. */
  endWith: 'INT' | 'QUIT'
  /** Removed, as its user, when it has ended. */
  leftovers: readonly string[]
}

/** Starts a program under a small shell that outlives this process by as long as it takes to end the program. */
export function startGuarded({ user, command, log, endWith, leftovers }: GuardedOrder): Guarded {
  const out = openSync(log, 'a')
  const args = ['-c', SCRIPT, 'mettle-guardian', endWith, leftovers.join('\n'), ...command]
  // A session of its own: Ctrl-C is for the harness, which then ends the server in its own time.
  const options = { ...user, cwd: '/', env: BARE_ENVIRONMENT, detached: true, stdio: ['pipe', out, out] as const }
  using _ = { [Symbol.dispose]: () => closeSync(out) }
  const child = started(spawn('/bin/sh', args, options as object))
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', (code) => resolve(code))
  })
  child.stdin?.on('error', () => {})
  // A harness that is done is not kept alive by its server.
  child.unref()
  const stdin = child.stdin as unknown as { unref(): void } | null
  stdin?.unref()
  const letGo = () => {
    child.stdin?.destroy()
    // One that somebody has stopped would stay for ever.
    signalGroup(child, 'SIGCONT')
  }
  return {
    ended,
    letGo,
    stop: async () => {
      child.ref()
      letGo()
      await ended
    },
  }
}
