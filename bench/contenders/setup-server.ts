import { setupServer } from 'msw/node'
import { withBareWorld } from '../bare.ts'
import { takeTurns } from '../contender.ts'
import { timeCalls } from '../pace.ts'
import { handlers } from '../project/shop.ts'

// msw's own way into a process: global fetch over intercepted sockets.
setupServer(...handlers).listen({ onUnhandledFrame: 'error' })
takeTurns((pace) => withBareWorld(() => timeCalls(async (url, init) => (await fetch(url, init)).json(), pace)))
