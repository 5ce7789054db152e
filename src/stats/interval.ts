/** The two ends of an interval, both part of it. */
export interface Interval {
  low: number
  high: number
}
