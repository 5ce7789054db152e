import { execFile } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { jsonOutput } from '../../../src/boundary/wire.ts'
import { makeAuthority } from '../../../src/channels/http/certificates.ts'
import { writeTrust } from '../../../src/channels/http/proxy-environment.ts'
import { openServer } from '../../../src/channels/http/server.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { openDeskOn } from '../../channels/http/open-desk.ts'

const own = makeAuthority(systemClock().now())
const [trusted, foreign] = [own, makeAuthority(systemClock().now())].map(({ pem }) => writeTrust(pem))
const server = await openServer(own)
afterAll(async () => {
  trusted?.[Symbol.dispose]()
  foreign?.[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const PYTHON = `
import ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
print(urllib.request.urlopen(sys.argv[2], context=context).read().decode())
`
const PROGRAMS: [string, (bundle: string) => string[]][] = [
  ['curl', (bundle) => ['-sS', '--cacert', bundle, 'https://desk.test/']],
  ['python3', (bundle) => ['-c', PYTHON, bundle, 'https://desk.test/']],
]

/** What it writes, or 'failed'. */
function run(program: string, args: string[], proxy: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, https_proxy: proxy }
    execFile(program, args, { env }, (error, stdout) => {
      if (error?.code === 'ENOENT') reject(new Error(`${program} is missing. Install it: apt-get install ${program}`))
      else resolve(error ? 'failed' : stdout.trim())
    })
  })
}

test.each(PROGRAMS)(
  '%s takes the certificate, by the strictest of its rules, and a foreign one tells why it does not',
  async (program, args) => {
    const { offer, events, arrived } = openDeskOn(server, () => ({ kind: 'ok', output: jsonOutput(200, 'yes') }))
    expect(await run(program, args(trusted?.bundle ?? ''), offer.proxy)).toBe('"yes"')
    expect(arrived.length).toBe(1)
    expect(await run(program, args(foreign?.bundle ?? ''), offer.proxy)).toBe('failed')
    const told = {
      type: 'uncovered',
      what: 'certificate',
      detail: expect.stringMatching(/^desk.test:443: .*unknown ca/),
    }
    await expect.poll(() => events).toContainEqual(told)
    expect(arrived.length).toBe(1)
  },
)
