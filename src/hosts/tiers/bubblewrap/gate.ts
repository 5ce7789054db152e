/** Which pipes bubblewrap tells its processes by, and reads the filter of system calls from. */
export const [INFO_FD, FILTER_FD] = [4, 5]

/**
 * A process beside a sandbox, in its network and in none of its other namespaces: it sees the machine as whoever started it does, and
 * the agent does not see it. It starts the sandbox, passes on what its first process says, and connects to what listens inside: only
 * from that network can it be done. What it has connected it hands to the process that started it, and never reads.
 */
export const GATE = `
const { spawn } = require('node:child_process')
const { connect } = require('node:net')
const { constants } = require('node:os')
const [file, ...args] = JSON.parse(process.argv[1])

const inner = spawn(file, args, { stdio: [0, 1, 2, 'ipc', ${INFO_FD}, ${FILTER_FD}] })
inner.once('error', (error) => process.send({ failed: error.message }, () => process.exit(126)))
// A listening socket that stays here would take connections that are nobody's here.
inner.on('message', (message, handle) => process.send(message, handle, () => handle?.close()))
inner.once('disconnect', () => process.send({ begun: true }))
inner.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
process.once('disconnect', () => process.exit(126))
process.on('message', (message) => {
  const { dial, to } = message
  if (dial === undefined) return inner.send(message)
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
