// A guard as a program that gets out of line: `behind` spends when its action is over, `stranger` asks in a name that nobody has, `refuses` does not start.
import { createInterface } from 'node:readline'

const [how] = process.argv.slice(2)
const waiting = new Map()
let numbers = 0

const say = (message) => console.log(JSON.stringify(message))
const ask = (who, port, what) =>
  new Promise((answer) => {
    waiting.set(++numbers, answer)
    say({ who, ask: numbers, port, ...what })
  })

async function spend(who, action) {
  if (how === 'stranger') void ask('action 999.1', 'effect', { value: action })
  if (!(action.amount > 0 && action.amount <= 5)) return say({ who, ended: true, refused: 'too much' })
  await ask(who, 'effect', { value: action })
  say({ who, ended: true })
  if (how === 'behind') void ask(who, 'effect', { value: { amount: 100 } })
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line.replace(/-?\b(NaN|Infinity)\b/, '0'))
  if (message.ping) return say({ who: '', pong: message.ping })
  if (message.start)
    return say({ who: message.start, ended: true, ...(how === 'refuses' && { refused: 'no database' }) })
  if (message.act) return void spend(message.act, message.action)
  waiting.get(message.answer)?.(message.value)
})
