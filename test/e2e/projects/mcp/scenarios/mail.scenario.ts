import { defineScenario } from 'mettle'
import { listMail, sendMail } from '../world.ts'

export default defineScenario({
  task: { text: 'Write to ada, once.' },
  world: { tools: { send_mail: sendMail, list_mail: listMail } },
  guards: [
    {
      use: 'permissions',
      params: { role: 'clerk', roles: { clerk: { allow: ['tool send_mail', 'tool list_mail'] } } },
    },
  ],
  variants: { 'lost-reply': [{ fault: 'lost-reply', on: 'tool send_mail', when: { nth: 1 } }] },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'mail.sent', count: 1 }] } }],
})
