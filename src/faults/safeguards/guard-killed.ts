import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardKilled = defineFault({
  name: 'guard-killed',
  summary: 'The program that is the safeguard is killed before it says anything.',
  seat: 'guard',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.record({}),
  breaks: () => ({ program: { how: 'ends', signal: 'SIGKILL' } }),
  struck: () => 'the safeguard was killed',
})
