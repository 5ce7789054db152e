// Leaves the same note eight times. Where it is told to, it has started itself anew by then, as somebody else, who goes on when it is over or dead.
import { spawn } from 'node:child_process'

const [how = ''] = process.argv.slice(2)

async function leave(text) {
  const headers = {
    'content-type': 'application/json',
    'user-agent': `agent-${process.pid}`,
    'idempotency-key': `${process.pid}-${Math.random()}`,
  }
  const body = JSON.stringify({ text })
  await fetch(`${process.env.DESK_URL}/notes`, { method: 'POST', headers, body }).catch(() => {})
}

function another() {
  const script = `process.stdin.resume().once('end', () => import(${JSON.stringify(import.meta.url)}))`
  const options = { detached: true, stdio: ['pipe', 'ignore', 'ignore'] }
  return spawn(process.execPath, ['-e', script, 'again', 'reborn'], options)
}

if (how === 'reborn') {
  for (const text of ['reborn', 'reborn again']) await leave(text)
} else {
  const heir = how === 'anew' ? another() : undefined
  for (let count = 0; count < 8; count++) await leave('hello')
  heir?.stdin.end()
  if (heir) await new Promise((resolve) => heir.once('exit', resolve))
  console.log('done')
}
