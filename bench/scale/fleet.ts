import type { Network } from './network.ts'

/** What a fleet has in common, for each trial: measured processor time, in s. */
export interface Costs {
  /** The database: takes the trial from the queue, and writes its record, its evidence and the end of its job. */
  database: number
  /** The process that waits for the fleet: reads the record and its evidence, and appends them to the run. */
  collect: number
  /** The report, behind the run. */
  report: number
  /** A line of the ledger. */
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
  /** Processors of the database. */
  databaseProcessors: number
  /** Runs that the suite is split into, each with a database and a collector of its own. */
  partitions: number
}

/** The way of a trial through a fleet. */
export function networkOf(costs: Costs, suite: Suite, fleet: Fleet): Network {
  const { workers, lanes, processors, requestsPerMinute, databaseProcessors, partitions } = fleet
  const slices = Math.max(suite.asks, 1)
  const asked = { visits: suite.asks, isFixed: true }
  return {
    lanes: workers * lanes,
    stations: [
      { name: 'processors', seconds: suite.cpu / slices, visits: slices, servers: workers * processors },
      { name: 'provider', seconds: 60 / requestsPerMinute, servers: 1, ...asked },
      { name: 'answers', seconds: suite.answer, servers: Number.POSITIVE_INFINITY, ...asked },
      { name: 'database', seconds: costs.database, visits: 1, servers: databaseProcessors * partitions },
      { name: 'collector', seconds: costs.collect, visits: 1, servers: partitions, isAside: true },
    ].filter(({ visits }) => visits > 0),
  }
}
