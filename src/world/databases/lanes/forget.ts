/**
 * What a session says last, in one message, to be kept for the next trial: `DISCARD ALL` but for its plans (PostgreSQL's manual,
 * "DISCARD"), which know nothing of a trial and take a millisecond to be made again. No other text counts: the server tells each session's last message, and
 * that is believed alone.
 */
export const FORGET = [
  'CLOSE ALL',
  'SET SESSION AUTHORIZATION DEFAULT',
  'RESET ALL',
  'DEALLOCATE ALL',
  'UNLISTEN *',
  // By its full name: an agent may have one of its own.
  'SELECT pg_catalog.pg_advisory_unlock_all()',
  'DISCARD TEMP',
  'DISCARD SEQUENCES',
].join('; ')
