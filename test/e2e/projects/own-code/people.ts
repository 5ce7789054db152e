import { defineApprover } from 'mettle'

/** Says yes to one note. */
export const carla = defineApprover(({ target, items }, { asked }) =>
  target === 'desk POST /notes' && items === 1 && asked === 0 ? 'approve' : 'deny',
)

export default defineApprover(() => 'deny')
