import type { Network } from './network.ts'

/** Measured times of what a fleet has in common, in s each. */
export interface Costs {
  /** Takes a trial from the queue, in the database. */
  take: number
  /** Writes a record with its evidence, and ends the trial's job: one transaction in the database. */
  commit: number
  /** So many of both the database does at once. */
  databaseServers: number
  /** Reads a record out of the database and appends it to the run's ledger: the process that waits for the fleet. */
  collect: number
  /** Of one trial in a report: one process, behind the run. */
  report: number
  /** What a trial leaves in the database, in bytes. */
  bytes: number
}

/** What a trial of a suite asks for. */
export interface Suite {
  name: string
  /** Work of the worker's own processors, in s. */
  cpu: number
  /** Questions to a model that is really asked, and the time of an answer, in s. */
  asks: number
  answer: number
}

export interface Fleet {
  workers: number
  /** Of each worker. */
  lanes: number
  processors: number
  /** Requests a minute that the provider takes from all of them together. */
  requestsPerMinute: number
  /** Databases that share the queue, each with its part of the trials. */
  partitions: number
}

/** The way of a trial through a fleet. */
export function networkOf(costs: Costs, suite: Suite, fleet: Fleet): Network {
  const { take, commit, databaseServers, collect } = costs
  const { workers, lanes, processors, requestsPerMinute, partitions } = fleet
  const slices = Math.max(suite.asks, 1)
  const asked = { visits: suite.asks, isFixed: true }
  return {
    lanes: workers * lanes,
    stations: [
      { name: 'processors', seconds: suite.cpu / slices, visits: slices, servers: workers * processors },
      { name: 'provider', seconds: 60 / requestsPerMinute, servers: 1, ...asked },
      { name: 'answers', seconds: suite.answer, servers: Number.POSITIVE_INFINITY, ...asked },
      // Both at once, behind the trial: what it comes to is the same.
      { name: 'database', seconds: take + commit, visits: 1, servers: databaseServers * partitions },
      { name: 'collector', seconds: collect, visits: 1, servers: partitions, isAside: true },
    ].filter(({ visits }) => visits > 0),
  }
}
