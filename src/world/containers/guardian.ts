import { type ChildProcess, spawn } from 'node:child_process'
import type { Docker } from './docker.ts'

/**
 * Hears where Docker listens, then of containers that are about to be made and of those that are gone, '+ name' and '- name', and at the end of what it hears
 * removes those that are left: whoever told it is dead by then. Again and again, since an order to make one may still be under way.
 */
const SCRIPT = `
let place
const names = new Set()
let rest = ''
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\\n')
  rest = lines.pop()
  if (!place && lines.length > 0) place = JSON.parse(lines.shift())
  for (const line of lines) line[0] === '+' ? names.add(line.slice(2)) : names.delete(line.slice(2))
})
process.stdin.on('error', () => {}).on('close', () => {
  if (names.size === 0) return
  const { request } = require(place.protocol)
  let rounds = 25
  const round = () => {
    for (const name of names) {
      const asked = request({ ...place.to, method: 'DELETE', path: '/containers/' + name + '?force=1&v=1' }, (came) => came.resume())
      asked.on('error', () => {})
      asked.end()
    }
    if (--rounds > 0) setTimeout(round, 200)
  }
  round()
})
`

/** Removes the containers of this process that are there when it is not, however it ended. */
export interface Guardian {
  /** Told ahead of making it. */
  hold(name: string): void
  /** It is gone. */
  release(name: string): void
}

const NOBODY: Guardian = { hold: () => {}, release: () => {} }

/** How dockerode says where Docker listens. */
interface Modem {
  protocol?: string
  socketPath?: string
  host?: string
  port?: number | string
  ca?: unknown
  cert?: unknown
  key?: unknown
}

let known: Guardian | undefined

/** One for all containers. It reaches Docker as this process does; over ssh it does not: there what is left waits for the next run. */
export function guardianOf({ container }: Docker): Guardian {
  known ??= startGuardian(container.dockerode.modem as Modem)
  return known
}

function startGuardian({ protocol = 'http', socketPath, host, port, ca, cert, key }: Modem): Guardian {
  if (protocol === 'ssh') return NOBODY
  const texts = Object.entries({ ca, cert, key }).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))
  const place = socketPath ? { socketPath } : { host, port, ...Object.fromEntries(texts) }
  const child = spawn(process.execPath, ['-e', SCRIPT], {
    ...{ cwd: '/', env: {} },
    // A session of its own: Ctrl-C is for the harness.
    ...{ detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  })
  child.once('error', () => {})
  child.stdin?.on('error', () => {})
  child.unref()
  ;(child.stdin as unknown as { unref?(): void }).unref?.()
  // Keys of its clients stand in no command line.
  tell(child, JSON.stringify({ protocol: `node:${protocol === 'https' ? 'https' : 'http'}`, to: place }))
  return {
    hold: (name) => tell(child, `+ ${name}`),
    release: (name) => tell(child, `- ${name}`),
  }
}

function tell(child: ChildProcess, line: string): void {
  child.stdin?.write(`${line}\n`)
}
