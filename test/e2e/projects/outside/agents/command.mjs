// A program that leaves the note, and then ends in the way that its first word says.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const [mode = 'stdout', ...rest] = process.argv.slice(2)
const given = mode === 'silent' ? '' : readFileSync(0, 'utf8')
const task = JSON.parse(readFileSync(process.env.METTLE_TASK_FILE, 'utf8'))
const answer = { left: true }

async function leave() {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ text: task.data.word })
  await fetch(`${process.env.DESK_URL}/notes`, { method: 'POST', headers, body })
}

/** Lives on in a session of its own, with no parent and nothing to be known by. */
function daemon(env) {
  const script = 'setInterval(() => "outside-daemon", 1000)'
  const child = spawn('/bin/sh', ['-c', `"${process.execPath}" -e '${script}' &`], {
    detached: true,
    stdio: 'ignore',
    env,
  })
  child.unref()
}

const modes = {
  stdout: () => console.log(JSON.stringify(answer, null, 2)),
  silent: () => console.log(JSON.stringify(answer)),
  'told-on-stdin': () => console.log(JSON.stringify({ given })),
  'last-line': () => console.log(`Thinking of {"left":false}\nDone.\n${JSON.stringify(answer)}`),
  text: () => console.log('  I left it.  '),
  'exit-code': () => process.exit(7),
  'exit-code-of-a-signal': () => process.exit(137),
  fails: () => {
    console.error('It is no use.')
    process.exit(3)
  },
  killed: () => process.kill(process.pid, 'SIGSEGV'),
  file: () => writeFileSync(rest[0], JSON.stringify(answer)),
  'no-file': () => {},
  words: () => console.log(JSON.stringify({ words: rest, variable: process.env.GREETING })),
  waits: () => setInterval(() => {}, 1_000),
  'waits-with-daemon': () => {
    daemon()
    setInterval(() => {}, 1_000)
  },
  'leaves-daemon': () => {
    daemon()
    console.log(JSON.stringify(answer))
  },
  hoards: () => {
    const kept = []
    setInterval(() => kept.push(Buffer.alloc(32 * 1024 * 1024, 1)), 20)
  },
  'hoards-in-a-child': () => {
    spawn(process.execPath, [process.argv[1], 'hoards'], { stdio: ['pipe', 'inherit', 'inherit'] }).stdin.end('{}')
    setInterval(() => {}, 1_000)
  },
  floods: () => {
    const more = () => process.stdout.write('x'.repeat(10_000), more)
    more()
  },
  'floods-after-all-that-is-kept': () => {
    process.stdout.write('x'.repeat(100_000))
    setInterval(() => process.stdout.write('x'), 500)
  },
}

if (!['waits-with-daemon'].includes(mode)) await leave()
modes[mode]()
