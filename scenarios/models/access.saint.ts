import { claimFrom, wayThrough } from '../../fixtures/saints/desk.ts'

export { run } from '../../fixtures/saints/desk.ts'

const NAMES = ['read_ticket', 'list_grants', 'grant_role', 'list_grants', 'list_mails', 'send_mail', 'list_mails']

/** The way when nothing goes wrong. */
export const gold = wayThrough(NAMES)

export const { claim, admit, boast } = claimFrom(NAMES, 'grant_role')
