import { StringDecoder } from 'node:string_decoder'
import { endMarkedWithMe, endWithMe } from '../../kernel/end-with-me.ts'
import { messageOf } from '../../kernel/errors.ts'
import { type Exited, exitedBy } from '../../kernel/exited.ts'
import { ownMarker } from '../../kernel/left-processes.ts'
import type { ProcessTree } from '../../kernel/process-tree.ts'
import { untilRead } from '../../kernel/until-read.ts'
import type { OutputEvent } from '../../trace/events/output.ts'
import { LEAST_COUNTED } from '../../trace/printed.ts'
import { type Dial, dialHere, type StartProgram, startOpenly } from './start.ts'

/** A program that runs for a trial. */
export interface Program {
  /** Resolves when its first process has ended and what it wrote is read. Rejects where it could not be started. */
  readonly exited: Promise<Exit>
  /** What it wrote so far, in bytes, 16 for each piece at least. */
  bytes(): number
  readonly tree: ProcessTree
  /** Connects to what it listens on. */
  dial: Dial
}

/** How a program came to its end. */
export interface Exit extends Exited {
  /** What it wrote, as far as it may be kept. */
  stdout: string
  stderr: string
}

export interface ProgramOptions {
  /** Default: as a process of this machine. */
  startBy?: StartProgram | undefined
  argv: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  /** What it reads from its standard input. */
  stdin: string
  /** How much of each stream is kept, in bytes. */
  kept: number
  /** Told of what it writes, as it does, as far as it is kept. */
  output(event: OutputEvent): void
  /** Told that it wrote, whether that is kept or not. */
  wrote(): void
}

/** How much of a program's last words its failure tells, in characters. */
const LAST_WORDS = 500

/** What it said last, behind ': ': on stderr, else on stdout. Empty for nothing. */
export function lastWords({ stderr, stdout }: Exit): string {
  const said = (stderr.trim() || stdout.trim()).slice(-LAST_WORDS)
  return said === '' ? '' : `: ${said}`
}

/** The variable by which processes are known that have left their parents. */
const MARKER = 'METTLE_TRIAL'
/** How long the last words of a program that has ended are waited for, in ms: what it left running may hold its streams. */
const UNREAD_MS = 200

/** Starts a program in a group of its own. It ends with this process, however that ends. @throws {Error} no pipe to it can be made. */
export function startProgram(options: ProgramOptions): Program {
  const { argv, cwd, env, stdin, kept, output, wrote, startBy = startOpenly } = options
  const marker = `${MARKER}=${ownMarker()}`
  const variables = { ...env, [MARKER]: marker.slice(MARKER.length + 1) }
  const { child, begun, tree, dial = dialHere } = startBy({ argv, cwd, env: variables, marker })
  endWithMe(child)
  const letGo = endMarkedWithMe(marker)
  const { promise: exited, resolve, reject } = Promise.withResolvers<Exit>()
  const streams = {
    stdout: keep(child.stdout, kept, (said) => output({ type: 'output', stream: 'stdout', ...said })),
    stderr: keep(child.stderr, kept, (said) => output({ type: 'output', stream: 'stderr', ...said })),
  }
  const closeStreams = () => {
    for (const stream of [streams.stdout, streams.stderr]) stream.close()
  }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', wrote)
  // It need not read what it is given.
  child.stdin.on('error', () => {})
  child.stdin.end(stdin)
  begun.catch(() => {})
  child.once('error', reject)
  child.once('exit', (...how) => {
    const conclude = () => {
      clearTimeout(unread)
      for (const stream of [child.stdout, child.stderr]) stream.destroy()
      closeStreams()
      const exit = { ...exitedBy(...how), stdout: streams.stdout.text(), stderr: streams.stderr.text() }
      begun.then(
        () => resolve(exit),
        (thrown) => reject(new Error(`${messageOf(thrown)}${lastWords(exit)}`)),
      )
    }
    // Where this process was too busy to read, the timer is due before what there is was read.
    const unread = setTimeout(() => untilRead().then(conclude), UNREAD_MS)
    child.once('close', conclude)
  })
  const end = async () => {
    const left = await tree.end()
    closeStreams()
    letGo()
    return left
  }
  return { exited, bytes: () => streams.stdout.bytes() + streams.stderr.bytes(), tree: { ...tree, end }, dial }
}

/** Of what comes behind all that is kept, the end is, in bytes: a program says last what went wrong. */
const END = 4_096

/** Reads a stream to its end. Its text is kept as far as it may be; characters are not torn by how it comes. */
function keep(
  stream: NodeJS.ReadableStream,
  kept: number,
  tell: (said: Pick<OutputEvent, 'text' | 'leftOut' | 'tail'>) => void,
) {
  const decoder = new StringDecoder('utf8')
  let [bytes, counted, beyond] = [0, 0, 0]
  let text = ''
  let end = Buffer.alloc(0)
  const take = (part: string) => {
    if (part === '') return
    text += part
    tell({ text: part })
  }
  stream.on('data', (chunk: Buffer) => {
    const room = Math.max(0, kept - bytes)
    const rest = chunk.subarray(room)
    bytes += chunk.byteLength
    counted += Math.max(LEAST_COUNTED, chunk.byteLength)
    take(decoder.write(chunk.subarray(0, room)))
    if (rest.byteLength === 0) return
    beyond += rest.byteLength
    end = Buffer.concat([end, rest.subarray(-END)]).subarray(-END)
  })
  stream.on('end', () => take(decoder.end()))
  stream.on('error', () => {})
  return {
    bytes: () => counted,
    text: () => text,
    /** Nothing more is read of it. */
    close: () => {
      if (beyond === 0) return
      const tail = end.toString('utf8')
      tell({ text: '', leftOut: beyond - end.byteLength, tail })
      text += tail
      beyond = 0
    },
  }
}
