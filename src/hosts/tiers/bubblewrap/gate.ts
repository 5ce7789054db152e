/** Which pipes bubblewrap tells its processes by, and reads the filter of system calls from. */
export const [INFO_FD, FILTER_FD] = [4, 5]
/** Where the pipe comes in that a program is to have as its first beside the usual ones. */
export const LENT_FD = 6

/** What a gate is told. */
export interface GateOrder {
  /** The sandbox, as bubblewrap is told of it. */
  inner: readonly string[]
  /** Default: the sandbox's first process listens on its ports, and tells. Else the gate does, and starts the program with a pipe. */
  lends?: { ports: readonly number[] }
}

/**
 * A process beside a sandbox, in its network and in none of its other namespaces: it sees the machine as whoever started it does, and
 * the agent does not see it. It starts the sandbox, passes on what its first process says, and connects to what listens inside: only
 * from that network can it be done. What it has connected it hands to the process that started it, and never reads.
 */
export const GATE = `
const { spawn } = require('node:child_process')
const { connect } = require('node:net')
const { constants } = require('node:os')
const { createServer } = require('node:net')
const { closeSync, readFileSync, readdirSync } = require('node:fs')
const { inner: [file, ...args], lends } = JSON.parse(process.argv[1])
let inner

// What whoever started the harness left open is not for those inside.
for (const fd of readdirSync('/proc/self/fd')) {
  if (Number(fd) <= ${LENT_FD}) continue
  try {
    const [, flags] = /^flags:\\s+(\\d+)/m.exec(readFileSync('/proc/self/fdinfo/' + fd, 'utf8'))
    if (!(parseInt(flags, 8) & 0o2000000)) closeSync(Number(fd))
  } catch {}
}
// A listening socket that stays here would take connections that are nobody's here.
const pass = (message, handle) => process.send(message, handle, () => handle?.close())

function start(more, third, env) {
  inner = spawn(file, [...args, ...more], { env, stdio: [0, 1, 2, third, ${INFO_FD}, ${FILTER_FD}] })
  inner.once('error', (error) => process.send({ failed: error.message }, () => process.exit(126)))
  inner.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

if (lends) {
  for (const port of lends.ports) {
    const server = createServer()
    server.once('error', (error) => process.send({ failed: error.message }))
    server.listen(port, '127.0.0.1', () => pass({ port }, server))
  }
  if (lends.ports.length === 0) process.send({})
} else {
  start([], 'ipc', process.env)
  inner.on('message', pass)
  inner.once('disconnect', () => process.send({ begun: true }))
}
process.once('disconnect', () => process.exit(126))
process.on('message', (message) => {
  const { dial, to, argv, env } = message
  if (dial === undefined) {
    if (!lends) return inner.send(message)
    start(argv, ${LENT_FD}, env)
    return process.send({ begun: true })
  }
  const socket = connect({ ...to, allowHalfOpen: true, noDelay: true })
  // What it reads would be lost to whoever gets the socket.
  socket.pause()
  const failed = (error) => process.send({ dial, refused: { code: error.code, message: error.message } })
  socket.once('error', failed)
  socket.once('connect', () => {
    socket.off('error', failed)
    socket.on('error', () => {})
    process.send({ dial }, socket)
  })
})
`

/** A network and nothing else of its own. */
export const AROUND = ['--unshare-user', '--unshare-net', '--die-with-parent', '--dev-bind', '/', '/', '--chdir', '/']
