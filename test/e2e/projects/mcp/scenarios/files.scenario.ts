import { defineScenario } from 'mettle'
import { files } from '../world.ts'

export default defineScenario({
  task: { text: 'Write a note.', data: { path: 'note.txt', text: 'hello' } },
  world: { mcp: { files } },
  guards: [
    {
      use: 'permissions',
      params: { role: 'clerk', roles: { clerk: { allow: ['tool list_files', 'tool read_file', 'tool write_file'] } } },
    },
  ],
  variants: { 'lost-reply': [{ fault: 'lost-reply', on: 'tool write_file', when: { nth: 1 } }] },
  scorers: [{ use: 'answer', params: { includes: ['hello'] } }],
})
