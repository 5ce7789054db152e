import { FIND_PROGRAM } from '../find-program.ts'

/**
 * What runs first in a sandbox: before any code of an agent, and in its network, where nothing is but loopback. It listens on
 * each of the ports that lead out, hands the listening sockets to the process that started it, which alone accepts what comes,
 * and then becomes the agent's program: nothing of it is left that an agent could use or end. A script, since the sandbox shows
 * no file of mettle.
 */
export const LAUNCH = `
const { createServer } = require('node:net')
const { closeSync, readFileSync, readdirSync } = require('node:fs')
const { ports, through } = JSON.parse(process.argv[1])
${FIND_PROGRAM}
// What this process was given and does not close by itself would be the agent's.
function closeRest() {
  for (const fd of readdirSync('/proc/self/fd')) {
    if (Number(fd) < 3) continue
    try {
      const [, flags] = /^flags:\\s+(\\d+)/m.exec(readFileSync('/proc/self/fdinfo/' + fd, 'utf8'))
      if (!(parseInt(flags, 8) & 0o2000000)) closeSync(Number(fd))
    } catch {}
  }
}

process.once('message', ({ argv, env }) => {
  const file = find(argv[0], env.PATH)
  if (!file) return process.send({ missing: argv[0] }, () => process.exit(127))
  process.disconnect()
  closeRest()
  // Node ignores signals that a program expects to be ended by.
  if (through && !file.includes('=')) process.execve(through[0], [...through, file, ...argv.slice(1)], env)
  process.execve(file, argv, env)
})
for (const port of ports) {
  const server = createServer()
  server.once('error', (error) => process.send({ failed: error.message }))
  server.listen(port, '127.0.0.1', () => process.send({ port }, server))
}
if (ports.length === 0) process.send({})
`
