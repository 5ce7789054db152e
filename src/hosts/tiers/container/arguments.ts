import { ownerMark } from '../../../kernel/owner.ts'
import { LAUNCH, LISTEN, NOT_OF_IMAGE } from './launch.ts'
import { OWNER_LABEL } from './leftovers.ts'
import { HOME, type Shown, shownArguments } from './shown.ts'
import type { User } from './user.ts'
import { DOORS, nodeWithin } from './within.ts'

/** How many processes and threads an agent may have at once. */
const PROCESSES = 1_024
/** Docker makes no container with less, in bytes. */
const LEAST_MEMORY = 16 * 1024 * 1024

/** A container as it is to be made. */
export interface Wanted extends Shown {
  image: string
  ports: readonly number[]
  memoryBytes: number
  user: User
  /** The file that says which system calls are refused. */
  profile: string
}

/** Nothing of a network but loopback, no right of root's, nothing of the image that can be written to, nothing kept. */
const WALLS = [
  ...['--network', 'none', '--hostname', 'sandbox', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--read-only', '--ipc', 'private', '--pids-limit', String(PROCESSES), '--log-driver', 'none', '--no-healthcheck'],
  // What comes first there ends all when the program does, and takes in orphans.
  ...['--init', '--pull', 'never'],
]

/** What `docker create` is given, its name aside. Nothing that is a secret: whoever asks Docker is told it. */
export function createArguments(wanted: Wanted): string[] {
  const { image, ports, cwd, user, profile } = wanted
  const memory = String(Math.max(wanted.memoryBytes, LEAST_MEMORY))
  const node = nodeWithin()
  const asked = { ports, socket: `${DOORS}/s`, again: node.argv, listen: LISTEN, without: NOT_OF_IMAGE }
  const [loader = '', ...rest] = node.argv
  return [
    ...['--label', `${OWNER_LABEL}=${ownerMark()}`, '--interactive'],
    ...['stdin', 'stdout', 'stderr'].flatMap((stream) => ['--attach', stream]),
    ...WALLS,
    ...['--security-opt', `seccomp=${profile}`, '--user', `${user.uid}:${user.gid}`, '--workdir', cwd],
    ...['--memory', memory, '--memory-swap', memory, '--shm-size', memory],
    ...NOT_OF_IMAGE.flatMap((name) => ['--env', `${name}=`]),
    ...['--env', `HOME=${HOME}`],
    ...shownArguments(wanted, Number(memory)),
    ...['--entrypoint', loader, image, ...rest, '-e', LAUNCH, JSON.stringify(asked)],
  ]
}
