import { request } from 'node:http'

// An agent starts this file as its hook, and waits for it: it loads nothing else. What is no clear answer blocks the tool (exit 2).
const url = process.argv.slice(2).find((word) => URL.canParse(word)) ?? process.env.METTLE_HOOK_URL
const block = (why: string) => {
  process.stderr.write(`Failed to ask for leave: ${why}.\n`)
  process.exit(2)
}
if (url === undefined || !URL.canParse(url)) block('give the address as METTLE_HOOK_URL or as the argument')
else {
  const sent = request(
    url,
    { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false },
    (reply) => {
      let said = ''
      reply.setEncoding('utf8').on('data', (part: string) => {
        said += part
      })
      reply.once('aborted', () => block('the answer broke off'))
      reply.once('end', () => {
        if (reply.statusCode !== 200) block(`status ${reply.statusCode}: ${said.trim()}`)
        process.stdout.write(`${said}\n`, () => process.exit(0))
      })
    },
  )
  sent.once('error', ({ message }) => block(message))
  process.stdin.pipe(sent)
}
