/** A place that each trial passes through on its way. */
export interface Station {
  name: string
  /** Mean length of one visit, in s. */
  seconds: number
  /** Visits of one trial. Neighbours with as many visits take turns. */
  visits: number
  /** So many visits go on at once. Infinity: nobody waits for another. */
  servers: number
  /** Every visit takes as long as the mean. Otherwise lengths are exponential. */
  isFixed?: boolean
  /** The lane goes on without it: it holds up what is known of a trial, and no trial. */
  isAside?: boolean
}

/** So many lanes go round between the stations, a trial each time, for as long as the run lasts. */
export interface Network {
  lanes: number
  stations: readonly Station[]
}

/** What a network comes to. */
export interface Pace {
  /** Trials a second. */
  perSecond: number
  /** The name of the station that is busiest, or 'lanes' where each of them has room. */
  limitedBy: string
}

/** A station is called full from this share of its time on; below it, more lanes would bring more. */
const FULL = 0.85

/** Time of one trial at a station, without waiting, in s. */
export function demand({ seconds, visits }: Station): number {
  return seconds * visits
}

/** No network is faster: the asymptotic bounds of operational analysis (Denning and Buzen, 1978). */
export function bound({ lanes, stations }: Network): Pace {
  const alone = stations.filter((one) => !one.isAside).reduce((sum, one) => sum + demand(one), 0)
  const bounds = stations.map((one) => ({ perSecond: one.servers / demand(one), limitedBy: one.name }))
  return [{ perSecond: lanes / alone, limitedBy: 'lanes' }, ...bounds].reduce((least, one) =>
    one.perSecond < least.perSecond ? one : least,
  )
}

/**
 * The pace by mean value analysis (Reiser and Lavenberg, 1980). A station with n servers is taken for one that is n times as
 * fast and a delay of the rest (Seidmann, 1987).
 */
export function solve(network: Network): Pace {
  const passed = network.stations.filter((one) => !one.isAside)
  // Where there is a server for every lane nobody waits.
  const fast = passed.map((one) => (one.servers >= network.lanes ? 0 : demand(one) / one.servers))
  const delay = passed.reduce((sum, one, index) => sum + demand(one) - (fast[index] ?? 0), 0)
  let waiting = fast.map(() => 0)
  let perSecond = 0
  for (let lanes = 1; lanes <= network.lanes; lanes++) {
    const stays = fast.map((time, index) => time * (1 + (waiting[index] ?? 0)))
    perSecond = lanes / stays.reduce((sum, stay) => sum + stay, delay)
    waiting = stays.map((stay) => stay * perSecond)
  }
  const aside = network.stations.filter((one) => one.isAside).map((one) => one.servers / demand(one))
  return paceOf(network, Math.min(perSecond, ...aside))
}

/** Names the station that is busiest at a pace. */
export function paceOf({ stations }: Network, perSecond: number): Pace {
  const shares = stations.map((one) => ({ name: one.name, share: (perSecond * demand(one)) / one.servers }))
  const busiest = shares.reduce((most, one) => (one.share > most.share ? one : most))
  return { perSecond, limitedBy: busiest.share >= FULL ? busiest.name : 'lanes' }
}
