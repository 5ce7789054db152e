// The naive controller as a program. `loud` prints what is no message, `dies` ends.
import { ask, how, say, serve } from './bare-program.js'

async function spend(who, action) {
  if (how === 'loud') console.log('spending', action)
  if (how === 'dies') process.exit(7)
  const spent = (await ask(who, 'get', { key: 'spent' })) ?? 0
  if (spent + action.amount > 10) return say({ who, ended: true, refused: 'over budget' })
  await ask(who, 'effect', { value: action })
  await ask(who, 'set', { key: 'spent', value: spent + action.amount })
  say({ who, ended: true })
}

serve(spend)
