import { FIND_PROGRAM } from '../find-program.ts'

/**
 * What runs in a container beside and before the agent, in scripts, since an image has nothing of mettle. Nothing of them is left when the
 * agent's program begins.
 */

/** Variables of an image that would change what mettle itself runs there. They are empty there, and the agent's are without them. */
export const NOT_OF_IMAGE = ['LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'NODE_OPTIONS', 'NODE_CHANNEL_FD']

/**
 * Connects to the process that started the container, has LISTEN hand its sockets out over that, and becomes the program that it tells.
 */
export const LAUNCH = `
const { connect } = require('node:net')
const { spawnSync } = require('node:child_process')
const { socket, again, listen } = JSON.parse(process.argv[1])

// Node ignores signals that a program expects to be ended by. Not every image has what resets them.
const RESET = ['/usr/bin/env', '--default-signal']
const resets = () => spawnSync(RESET[0], [RESET[1], 'true'], { stdio: 'ignore', env: {} }).status === 0

const parent = connect(socket)
parent.once('connect', () => {
  const env = { ...process.env, NODE_CHANNEL_FD: '3' }
  const stdio = ['ignore', 'pipe', 'inherit', parent._handle.fd]
  const told = spawnSync(again[0], [...again.slice(1), '-e', listen, process.argv[1]], { env, stdio, maxBuffer: 1e9 })
  if (told.status !== 0) process.exit(127)
  const { file, argv, env: own } = JSON.parse(told.stdout)
  if (!file.includes('=') && resets()) process.execve(RESET[0], [...RESET, file, ...argv.slice(1)], own)
  process.execve(file, argv, own)
})
`

/**
 * Listens on each of the ports that lead out, hands the listening sockets over its channel, which is the connection, and writes to standard
 * output what it is told there of the program.
 */
export const LISTEN = `
const { createServer } = require('node:net')
const { writeFileSync } = require('node:fs')
const { ports, without } = JSON.parse(process.argv[1])
const image = Object.fromEntries(Object.entries(process.env).filter(([name]) => !without.includes(name)))
${FIND_PROGRAM}
process.once('message', ({ argv, env }) => {
  const all = { ...image, ...env }
  const file = find(argv[0], all.PATH)
  if (!file) return process.send({ missing: argv[0] }, () => process.exit(1))
  writeFileSync(1, JSON.stringify({ file, argv, env: all }))
  process.send({ begins: true }, () => process.exit(0))
})
let open = 0
const ready = () => process.send({ ready: true })
for (const port of ports) {
  const server = createServer()
  server.once('error', (error) => process.send({ failed: error.message }))
  server.listen(port, '127.0.0.1', () =>
    process.send({ port }, server, () => {
      if (++open === ports.length) ready()
    }),
  )
}
if (ports.length === 0) ready()
`
