// A client in a process of its own, which knows nothing of mettle: asks as each line of its input says, and tells what it got.
import { createInterface } from 'node:readline'

for await (const line of createInterface({ input: process.stdin })) {
  const { url, ...init } = JSON.parse(line)
  const got = await ask(url, init).catch(({ name, cause }) => cause?.code ?? name)
  process.stdout.write(`${JSON.stringify(got)}\n`)
}

async function ask(url, init) {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(4_000) })
  const { status, headers } = response
  const told = ['location', 'date', 'retry-after', 'content-length'].map((name) => [name, headers.get(name)])
  return { status, ...Object.fromEntries(told.filter(([, value]) => value)), text: await response.text() }
}
