import { askBare, withBareWorld } from '../bare.ts'
import { takeTurns } from '../contender.ts'
import { timeCalls } from '../pace.ts'

takeTurns((pace) => withBareWorld(() => timeCalls(askBare, pace)))
