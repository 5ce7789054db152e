import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'

// Many command lines in one process, one after the other: starting a process for each would take most of the time.
// Reads [{ cwd, args }] from stdin, answers [{ code, stdout, stderr }].

// As bin/mettle.js does.
enableCompileCache()
const { main } = await import('../../src/cli.ts')
const write = process.stdout.write.bind(process.stdout)
const ended = []
for (const { cwd, args } of JSON.parse(readFileSync(0, 'utf8')) as { cwd: string; args: string[] }[]) {
  process.chdir(cwd)
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string | Uint8Array) => {
      texts[name] += text
      return true
    }
  }
  ended.push({ code: await main(args), ...texts })
}
write(JSON.stringify(ended))
