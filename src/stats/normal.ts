import jstat from 'jstat'

/** The chance that a standard normal value is at most z. */
export function normalTail(z: number): number {
  return jstat.normal.cdf(z, 0, 1)
}

/** The value that a standard normal one stays at or below with this chance. */
export function normalPoint(chance: number): number {
  return jstat.normal.inv(chance, 0, 1)
}
