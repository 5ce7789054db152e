// The naive controller as a program, without a library. `loud` prints what is no message, `dies` ends.
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
  if (how === 'loud') console.log('spending', action)
  if (how === 'dies') process.exit(7)
  const spent = (await ask(who, 'get', { key: 'spent' })) ?? 0
  if (spent + action.amount > 10) return say({ who, ended: true, refused: 'over budget' })
  await ask(who, 'effect', { value: action })
  await ask(who, 'set', { key: 'spent', value: spent + action.amount })
  say({ who, ended: true })
}

createInterface({ input: process.stdin }).on('line', (line) => {
  // What JSON does not have is left to others.
  const message = JSON.parse(line.replace(/-?\b(NaN|Infinity)\b/, '0'))
  if (message.ping) return say({ who: '', pong: message.ping })
  if (message.start) return say({ who: message.start, ended: true })
  if (message.act) return void spend(message.act, message.action)
  waiting.get(message.answer)?.(message.value)
})
