import { IMAGE } from './needs.ts'

/** The sources of a project whose world is a Redis. Scenarios are plain objects: 'mettle' cannot be imported there. */
export const REDIS = `
import { connect } from 'node:net'

/** Says one line and gives the lines of the answer, until \`enough\` says so. */
export function ask({ host, port }, line, enough) {
  return new Promise((resolve, reject) => {
    let said = ''
    const socket = connect(port, host, () => socket.write(line + '\\r\\n'))
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      said += text
      if (enough(said)) resolve(said), socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('it closed: ' + said)))
  })
}

const STATE = "local out = {} for _, k in ipairs(redis.call('keys', '*')) do out[k] = { key = k, value = redis.call('get', k) } end return cjson.encode(next(out) and out or nil)"
const SEED = "redis.call('flushall') redis.call('set', 'user:1', 'Ada') redis.call('set', 'user:2', 'Bo') return 1"

const script = async (service, text) => {
  const said = await ask(service, 'EVAL "' + text + '" 0', (all) => /^(:1|-.*|\\$\\d+\\r\\n[^]*)\\r\\n$/.test(all))
  if (said.startsWith('-')) throw new Error(said)
  return said
}

export const cache = {
  image: '${IMAGE}',
  port: 6379,
  ready: { command: ['redis-cli', 'ping'] },
  reset: (service) => script(service, SEED),
  observe: async (service) => ({ keys: JSON.parse((await script(service, STATE)).split('\\r\\n')[1]) ?? {} }),
}
`

/** A client that says SET and tells what it saw, in ms and bytes. */
export const AGENT = `
import { connect } from 'node:net'

export function run(task, { services }) {
  const { host, port } = services.cache
  const begun = performance.now()
  return new Promise((resolve) => {
    let said = ''
    const end = (how) => {
      resolve({ said, how, ms: Math.round(performance.now() - begun) })
      socket.destroy()
    }
    const socket = connect(port, host, () => socket.write('SET user:1 Grace\\r\\n'))
    socket.on('data', (text) => {
      said += text
      if (said === '+OK\\r\\n') end('answered')
    })
    socket.on('end', () => end('ended'))
    socket.on('error', ({ code }) => end(code))
    setTimeout(() => end('gave up'), task.data.patienceMs)
  })
}
`
