// Asks for leave before it uses each of its tools: by the hook command, and by the callbacks that frameworks take.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { permissionHooks } from 'mettle'

const task = JSON.parse(readFileSync(0, 'utf8'))
const [program, ...args] = task.hook.command

function byCommand(question) {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'pipe' })
    let [said, why] = ['', '']
    child.stdout.on('data', (part) => (said += part))
    child.stderr.on('data', (part) => (why += part))
    child.on('close', (code) => done(code === 0 ? JSON.parse(said) : { code, why: why.trim() }))
    child.stdin.end(JSON.stringify(question))
  })
}

const { preToolUse, canUseTool } = permissionHooks()
const bash = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'ls', description: 'look' } }
const answers = [
  await byCommand({ ...bash, tool_use_id: 'toolu_1' }),
  await preToolUse(bash, 'toolu_2'),
  await byCommand(bash),
  await canUseTool('Read', { path: 'a.txt' }),
  await canUseTool('Deploy', { to: 'production' }),
  await canUseTool('Deploy', { to: 'the moon' }),
  await byCommand({ hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_input: {}, tool_response: {} }),
  await byCommand({ hook_event_name: 'PreToolUse', tool_input: {} }),
  await byCommand({ hook_event_name: 'PreToolUse', tool_name: 'Unheard', tool_input: {} }),
]
console.log(JSON.stringify(answers))
