import { claimFrom, wayThrough } from '../../fixtures/saints/desk.ts'

export { run } from '../../fixtures/saints/desk.ts'

const NAMES = [
  'read_ticket',
  'list_charges',
  'list_refunds',
  'create_refund',
  'list_refunds',
  'list_mails',
  'send_mail',
  'list_mails',
]

/** The way when nothing goes wrong. */
export const gold = wayThrough(NAMES)

export const { claim, admit, boast } = claimFrom(NAMES, 'create_refund')
