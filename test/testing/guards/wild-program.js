// A guard as a program that gets out of line: `behind` spends when its action is over, `stranger` asks in a name that nobody has, `refuses` does not start.
import { ask, how, say, serve } from './bare-program.js'

async function spend(who, action) {
  if (how === 'stranger') void ask('action 999.1', 'effect', { value: action })
  if (!(action.amount > 0 && action.amount <= 5)) return say({ who, ended: true, refused: 'too much' })
  await ask(who, 'effect', { value: action })
  say({ who, ended: true })
  if (how === 'behind') void ask(who, 'effect', { value: { amount: 100 } })
}

serve(spend, how === 'refuses' ? { refused: 'no database' } : {})
