import { spawn } from 'node:child_process'
import { request } from 'node:http'
import { constants } from 'node:os'

// Stands before a safeguard that is a program, which an agent starts and waits for: it loads nothing else. The program is run with what comes in, and
// what it says is passed on as it is, unless a plan has it fail. Outside of a trial it is passed on always.

/** What a program came to. */
interface Said {
  code?: number
  signal?: NodeJS.Signals
  stdout?: Uint8Array
  stderr?: Uint8Array
}

interface Break {
  how: 'ends' | 'hangs' | 'slow' | 'spoiled' | 'removed'
  code?: number
  signal?: NodeJS.Signals
  stderr?: string
  afterMs?: number
  as?: string
}

function readWords(words: string[]): { url: string | undefined; guard: string | undefined; argv: string[] } {
  const from = words.indexOf('--')
  const own = from < 0 ? [] : words.slice(0, from)
  const at = own.findIndex((word) => word === '--guard' || word.startsWith('--guard='))
  const named = own[at]?.includes('=') ? own[at]?.slice('--guard='.length) : own[at + 1]
  const url = own.find((word) => /^https?:/.test(word)) ?? process.env.METTLE_SAFEGUARD_URL
  return { url, guard: at < 0 ? undefined : named, argv: from < 0 ? [] : words.slice(from + 1) }
}

/** Bytes: what comes in and goes out need be no text. */
async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

const textOf = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString('utf8')
const bytesOf = (text: string) => Buffer.from(text)

function run(file: string, words: string[], input: Uint8Array): Promise<Said> {
  const child = spawn(file, words, { stdio: 'pipe' })
  // Whoever gives up on the launcher gives up on the program.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const streams = Promise.all([readAll(child.stdout), readAll(child.stderr)])
  return new Promise((resolve) => {
    // As a shell says it.
    child.once('error', ({ message }) => resolve({ code: 127, stderr: bytesOf(`${message}\n`) }))
    child.once('close', async (code, signal) => {
      const [stdout, stderr] = await streams
      resolve({ ...(signal ? { signal } : { code: code ?? 1 }), stdout, stderr })
    })
  })
}

/** Null: it does not fail. Where nobody can say, it blocks: a trial whose faults do not reach its safeguard proves nothing. */
function ask(address: string, said: Said, asked: Uint8Array): Promise<Break | null> {
  const { promise, resolve } = Promise.withResolvers<Break | null>()
  const stop = (message: string) => leave({ code: 2, stderr: bytesOf(`${message}\n`) })
  const block = (why: string) => stop(`Failed to ask whether the safeguard is to fail: ${why}.`)
  const headers = { 'content-type': 'application/json' }
  const sent = request(address, { method: 'POST', headers, agent: false }, async (reply) => {
    try {
      const text = textOf(await readAll(reply))
      if (reply.statusCode === 422) return stop(`Failed to start the safeguard: ${text.trim()}`)
      if (reply.statusCode !== 200) return block(`status ${reply.statusCode}: ${text.trim()}`)
      resolve((JSON.parse(text) as { program: Break | null }).program)
    } catch (thrown) {
      // An answer that is cut off says nothing: an exit code of 1 would let the tool through.
      block(String(thrown))
    }
  })
  sent.once('error', ({ message }) => block(message))
  sent.end(JSON.stringify({ guard, tool: toolOf(asked), sound: isYes(said) ? 'allow' : 'deny' }))
  return promise
}

function toolOf(asked: Uint8Array): string | undefined {
  try {
    const { tool_name: tool } = Object(JSON.parse(textOf(asked))) as { tool_name?: unknown }
    return typeof tool === 'string' ? tool : undefined
  } catch {
    return undefined
  }
}

const NO = /"(?:permissionDecision|decision|behavior)"\s*:\s*"(?:deny|block|ask|defer)"|"continue"\s*:\s*false/

/** As the agents read it that have hooks: exit code 0, and no word against it. */
function isYes({ code, stdout }: Said): boolean {
  return code === 0 && !NO.test(textOf(stdout))
}

function fail({ how, code, signal, stderr, afterMs = 0, as = '' }: Break, said: Said): void {
  if (how === 'hangs') setInterval(() => {}, 2 ** 30)
  else if (how === 'slow') setTimeout(() => leave(said), afterMs)
  else if (how === 'spoiled') leave(spoiled(said, as))
  else if (how === 'removed') leave({ code: 0, stdout: bytesOf(YES) })
  else leave({ code: code ?? 0, ...(signal && { signal }), ...(stderr && { stderr: bytesOf(`${stderr}\n`) }) })
}

const YES = `${JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'allow' } })}\n`
const WORDS = /"(allow|deny|ask|block|approve)"/g

/** A no that is told by the exit code alone becomes a code that means nothing. */
function spoiled({ code, signal, stdout: bytes, stderr }: Said, as: string): Said {
  const stdout = textOf(bytes)
  const rest = stderr && { stderr }
  if (stdout.trim() === '') return { code: code === 0 ? 0 : 1, ...(signal && { signal }), ...rest }
  const texts: Record<string, string> = {
    'wrong-case': stdout.replace(WORDS, (_, word: string) => `"${word.toUpperCase()}"`),
    'wrong-type': stdout.replace(WORDS, (_, word: string) => `{"${word}":true}`),
    'unknown-word': stdout.replace(WORDS, '"maybe"'),
    truncated: stdout.slice(0, stdout.length >> 1),
  }
  return { ...(signal ? { signal } : { code: code ?? 0 }), stdout: bytesOf(texts[as] ?? ''), ...rest }
}

function leave({ code = 0, signal, stdout = new Uint8Array(), stderr = new Uint8Array() }: Said): void {
  // The signal is its own again.
  if (signal !== undefined) process.removeAllListeners(signal)
  process.stderr.write(stderr, () => {
    process.stdout.write(stdout, () => {
      if (signal === undefined) process.exit(code)
      process.kill(process.pid, signal)
      // One that this process does not die of.
      process.exit(128 + (constants.signals[signal] ?? 0))
    })
  })
}

const { url, guard, argv } = readWords(process.argv.slice(2))
const [program, ...args] = argv
if (program === undefined)
  leave({ code: 2, stderr: bytesOf('Failed to start the safeguard: name its program behind --.\n') })
else {
  const asked = await readAll(process.stdin)
  const said = await run(program, args, asked)
  const broken = url === undefined ? null : await ask(url, said, asked)
  if (broken === null) leave(said)
  else fail(broken, said)
}
