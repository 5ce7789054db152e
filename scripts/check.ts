// Every check that needs no test run. All of them run even where one fails; exits 1 if any failed.
import { spawn } from 'node:child_process'
import { delimiter, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const bin = resolve(root, 'node_modules/.bin')

const checks = [
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'declarations', command: 'tsc', args: ['-p', 'tsconfig.build.json'] },
  { name: 'lint and format', command: 'biome', args: ['check', '--error-on-warnings'] },
  { name: 'dead code', command: 'knip', args: [] },
  { name: 'generated files', command: 'node', args: ['scripts/generate.ts', '--check'] },
  { name: 'architecture', command: 'vitest', args: ['run', 'test/architecture.test.ts'] },
]

interface Result {
  code: number | null
  output: string
}

let failed = 0
for (const { name, command, args } of checks) {
  const started = performance.now()
  const { code, output } = await run(command, args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`)
  if (code === 0) continue
  failed++
  console.log(`$ ${[command, ...args].join(' ')}\n${output.trimEnd()}\n`)
}
if (failed > 0) console.log(`${failed} of ${checks.length} checks failed.`)
process.exitCode = failed > 0 ? 1 : 0

function run(command: string, args: string[]): Promise<Result> {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
  const child = spawn(resolve(bin, command), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((done) => {
    child.on('error', (error) =>
      done({ code: 1, output: `Failed to start ${command}: ${error.message}. Run "npm ci".` }),
    )
    child.on('close', (code) => done({ code, output }))
  })
}
