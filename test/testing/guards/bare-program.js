// What a guard that is a program says and hears, without a library: a line of JSON for each message.
import { createInterface } from 'node:readline'

/** What the program is to do, as its command line has it. */
export const [how] = process.argv.slice(2)

const waiting = new Map()
let numbers = 0

export const say = (message) => console.log(JSON.stringify(message))

export const ask = (who, port, what) =>
  new Promise((answer) => {
    waiting.set(++numbers, answer)
    say({ who, ask: numbers, port, ...what })
  })

/** @param started What it says once it is there, beside that. */
export function serve(spend, started = {}) {
  createInterface({ input: process.stdin }).on('line', (line) => {
    // What JSON does not have is left to others.
    const message = JSON.parse(line.replace(/-?\b(NaN|Infinity)\b/, '0'))
    if (message.ping) return say({ who: '', pong: message.ping })
    if (message.start) return say({ who: message.start, ended: true, ...started })
    if (message.act) return void spend(message.act, message.action)
    waiting.get(message.answer)?.(message.value)
  })
}
