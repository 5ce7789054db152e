import { spawn } from 'node:child_process'
import { request } from 'node:http'
import { constants } from 'node:os'

// Stands before a safeguard that is a program, which an agent starts and waits for: it loads nothing else. The program is run with what comes in, and
// what it says is passed on as it is, unless a plan has it fail. Outside of a trial it is passed on always.

/** What a program came to. */
interface Said {
  code?: number
  signal?: NodeJS.Signals
  stdout?: string
  stderr?: string
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
  const at = own.indexOf('--guard')
  const url = own.find((word) => URL.canParse(word)) ?? process.env.METTLE_SAFEGUARD_URL
  return { url, guard: at < 0 ? undefined : own[at + 1], argv: from < 0 ? [] : words.slice(from + 1) }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  stream.setEncoding('utf8')
  for await (const part of stream) text += part
  return text
}

function run(file: string, words: string[], input: string): Promise<Said> {
  const child = spawn(file, words, { stdio: 'pipe' })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const streams = Promise.all([readAll(child.stdout), readAll(child.stderr)])
  return new Promise((resolve) => {
    // As a shell says it.
    child.once('error', ({ message }) => resolve({ code: 127, stderr: `${message}\n` }))
    child.once('close', async (code, signal) => {
      const [stdout, stderr] = await streams
      resolve({ ...(signal ? { signal } : { code: code ?? 1 }), stdout, stderr })
    })
  })
}

/** Null: it does not fail. Where nobody can say, it blocks: a trial whose faults do not reach its safeguard proves nothing. */
function ask(address: string, said: Said, asked: string): Promise<Break | null> {
  const { promise, resolve } = Promise.withResolvers<Break | null>()
  const block = (why: string) => {
    leave({ code: 2, stderr: `Failed to ask whether the safeguard is to fail: ${why}.\n` })
  }
  const headers = { 'content-type': 'application/json' }
  const sent = request(address, { method: 'POST', headers, agent: false }, async (reply) => {
    const text = await readAll(reply)
    if (reply.statusCode !== 200) return block(`status ${reply.statusCode}: ${text.trim()}`)
    resolve((JSON.parse(text) as { program: Break | null }).program)
  })
  sent.once('error', ({ message }) => block(message))
  sent.end(JSON.stringify({ guard, tool: toolOf(asked), sound: isYes(said) ? 'allow' : 'deny' }))
  return promise
}

function toolOf(asked: string): string | undefined {
  try {
    const { tool_name: tool } = Object(JSON.parse(asked)) as { tool_name?: unknown }
    return typeof tool === 'string' ? tool : undefined
  } catch {
    return undefined
  }
}

const NO = /"(?:permissionDecision|decision|behavior)"\s*:\s*"(?:deny|block|ask)"/

/** As the agents read it that have hooks: exit code 0, and no word against it. */
function isYes({ code, stdout = '' }: Said): boolean {
  return code === 0 && !NO.test(stdout)
}

function fail({ how, code, signal, stderr, afterMs = 0, as = '' }: Break, said: Said): void {
  if (how === 'hangs') setInterval(() => {}, 2 ** 30)
  else if (how === 'slow') setTimeout(() => leave(said), afterMs)
  else if (how === 'spoiled') leave(spoiled(said, as))
  else if (how === 'removed') leave({ code: 0, stdout: YES })
  else leave({ code: code ?? 0, ...(signal && { signal }), ...(stderr && { stderr: `${stderr}\n` }) })
}

const YES = `${JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'allow' } })}\n`
const WORDS = /"(allow|deny|ask|block|approve)"/g

/** A no that is told by the exit code alone becomes a code that means nothing. */
function spoiled({ code, signal, stdout = '', stderr = '' }: Said, as: string): Said {
  if (stdout.trim() === '') return { code: code === 0 ? 0 : 1, ...(signal && { signal }), stderr }
  const texts: Record<string, string> = {
    'wrong-case': stdout.replace(WORDS, (_, word: string) => `"${word.toUpperCase()}"`),
    'wrong-type': stdout.replace(WORDS, (_, word: string) => `{"${word}":true}`),
    'unknown-word': stdout.replace(WORDS, '"maybe"'),
    truncated: stdout.slice(0, stdout.length >> 1),
  }
  return { ...(signal ? { signal } : { code: code ?? 0 }), stdout: texts[as] ?? '', stderr }
}

function leave({ code = 0, signal, stdout = '', stderr = '' }: Said): void {
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
if (program === undefined) leave({ code: 2, stderr: 'Failed to start the safeguard: name its program behind --.\n' })
else {
  const asked = await readAll(process.stdin)
  const said = await run(program, args, asked)
  const broken = url === undefined ? null : await ask(url, said, asked)
  if (broken === null) leave(said)
  else fail(broken, said)
}
