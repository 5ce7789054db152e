import { PrerequisiteError } from './errors.ts'

const FEWER = 'or use fewer --workers'

/** What a machine refuses, by the name of the error, and what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space there, or name another place: --out for runs, TMPDIR and XDG_CACHE_HOME for the rest.',
  EDQUOT: 'Free some of your quota, or name another place: --out for runs, TMPDIR and XDG_CACHE_HOME for the rest.',
  EIO: 'The disk, or what it hangs on, does not work: see what the system says of it (`dmesg`), or name another place with --out.',
  EFBIG: 'Allow larger files (`ulimit -f unlimited`).',
  EROFS: 'Name a place that can be written: --out for runs, TMPDIR and XDG_CACHE_HOME for the rest.',
  EACCES:
    'Give this user the right to it, or name another place: --out for runs, TMPDIR and XDG_CACHE_HOME for the rest.',
  EMFILE: `Allow more open files (\`ulimit -n 4096\`), ${FEWER}.`,
  ENFILE: `End other programs that hold files open, ${FEWER}.`,
  EAGAIN: `Allow more processes (\`ulimit -u\`, or the limit of the container), ${FEWER}.`,
  ENOMEM: `Give this machine more memory, ${FEWER}.`,
}

/** The same of a database server, by SQLSTATE. */
const OF_A_SERVER: Readonly<Record<string, string>> = { '53100': 'ENOSPC', '53200': 'ENOMEM' }

/** How programs tell of it that run in the C locale, and the signal that ends those whose file becomes too large. */
const TEXTS: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'Input/output error': 'EIO',
  'File too large': 'EFBIG',
  SIGXFSZ: 'EFBIG',
  'Read-only file system': 'EROFS',
  'Permission denied': 'EACCES',
  'Too many open files': 'EMFILE',
  'insufficient file descriptors': 'EMFILE',
  'Resource temporarily unavailable': 'EAGAIN',
  'Cannot allocate memory': 'ENOMEM',
}

/**
 * Something that failed at a limit of this machine, as what it is: whoever made it fail, it is neither a fault of the agent nor of
 * the harness. Undefined where it failed for another reason.
 * @param what Could not be done: 'write trials.jsonl'. Default: what the error itself says, if it does.
 */
export function machineTrouble(thrown: unknown, what?: string): PrerequisiteError | undefined {
  for (const { code, message, syscall } of partsOf(thrown)) {
    const name = nameOf(code, syscall)
    if (name === undefined) continue
    const text = message.trim().replace(/\.$/, '')
    const whole = what === undefined && /^Failed to /.test(text) ? text : `Failed to ${what ?? 'go on'}: ${text}`
    return new PrerequisiteError(`${whole}. ${ADVICE[name]}`, { cause: thrown })
  }
  return undefined
}

const MORE =
  'Give this machine more memory, processes or open files (`ulimit -a` shows its limits), or use fewer --workers.'

/** A process that was gone, or was waited for in vain, before any code of the project was in it. @param how 'SIGABRT', with its last words. */
export function neverBegan(what: string, how: string): PrerequisiteError {
  return new PrerequisiteError(`Failed to start ${what}: it did not begin (${how.replace(/\.$/, '')}). ${MORE}`)
}

/** The name of the error that a program's last words, or the signal that ended it, tell of. */
export function limitToldIn(words: string): string | undefined {
  return Object.entries(TEXTS).find(([text]) => words.includes(text))?.[1]
}

interface Part {
  code: unknown
  message: string
  syscall: unknown
}

/** An error, and those that it came of or that came with it. */
function* partsOf(thrown: unknown, depth = 0): Generator<Part> {
  if (!(thrown instanceof Error) || depth > 8) return
  const { code, message, syscall, cause, error, suppressed, errors } = thrown as Error & Record<string, unknown>
  yield { code, message, syscall }
  for (const part of [cause, error, suppressed, ...(Array.isArray(errors) ? errors : [])]) {
    yield* partsOf(part, depth + 1)
  }
}

function nameOf(code: unknown, syscall: unknown): string | undefined {
  const name = OF_A_SERVER[String(code)] ?? String(code)
  // Of a read or a write it says only that there is nothing yet.
  if (name === 'EAGAIN' && !String(syscall).startsWith('spawn')) return undefined
  return Object.hasOwn(ADVICE, name) ? name : undefined
}
