import { z } from 'zod'
import { aborted } from '../../boundary/aborted.ts'
import { defineFault } from '../define.ts'

export const approvalLate = defineFault({
  name: 'approval-late',
  summary: 'The yes comes when its time is over and the trial has moved on.',
  seat: 'guard',
  params: z.strictObject({ by: z.string().min(1).default('approver') }),
  arbitrary: (fc) => fc.record({ by: fc.constantFrom('approver', 'dana') }),
  breaks: ({ by }) => ({
    approver: (sound, strikes) => ({
      ...sound,
      ask: async (request, signal, think) => {
        if (!strikes.at(request.call)) return sound.ask(request, signal, think)
        await aborted(signal).catch(() => {})
        return { kind: 'approved', by, to: request.token }
      },
    }),
  }),
  struck: () => 'the yes came when nobody waited for it any more',
})
