// A service that leaves the note for whoever posts a task, and answers in the way that its first word says.
import { createServer } from 'node:http'

const [mode] = process.argv.slice(2)
const answer = { left: true }
let asked = 0

const server = createServer(async (request, response) => {
  if (request.method === 'GET' && request.url === '/health') return response.writeHead(asked++ > 2 ? 200 : 503).end()
  if (request.method === 'GET') {
    const done = asked++ > 1
    if (mode === 'accepts') return response.writeHead(done ? 200 : 202).end(done ? JSON.stringify(answer) : '')
    return response.end(JSON.stringify(done ? { status: 'done', output: answer } : { status: 'running' }))
  }
  let body = ''
  for await (const part of request) body += part
  const task = JSON.parse(body)
  const headers = { 'content-type': 'application/json' }
  await fetch(`${task.urls.desk}/notes`, { method: 'POST', headers, body: JSON.stringify({ text: task.data.word }) })
  if (mode === 'answers') return response.writeHead(200, headers).end(JSON.stringify(answer))
  if (mode === 'accepts') return response.writeHead(202, { location: '/tasks/1' }).end()
  if (mode === 'queues') return response.writeHead(200, headers).end('{"id":"t1","status":"queued"}')
  if (mode === 'refuses') return response.writeHead(500).end('It is no use.')
  if (mode === 'dies') process.exit(4)
  if (mode === 'waits') return undefined
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(`data: {"step":1}\n\nevent: done\ndata: ${JSON.stringify(answer)}\n\ndata: [DONE]\n\n`)
})
server.listen(Number(process.env.PORT), '127.0.0.1')
