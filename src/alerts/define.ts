import type { z } from 'zod'
import type { Alert } from '../record/alert.ts'

/** What a sink may use. */
export interface SinkContext {
  /** Absolute folder of the config: paths are from there. */
  root: string
  print(text: string): void
}

/** Where alerts go as they happen. */
export interface AlertSink<P = unknown> {
  /** The file's name, and the word used in the config. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /** The shape of what stands beside its name in the config. */
  params: z.ZodType<P>
  /** Opens it for one run. What it gives delivers one alert, and rejects where it could not. */
  open(params: P, context: SinkContext): (alert: Alert) => void | Promise<void>
}

export function defineSink<P>(sink: AlertSink<P>): AlertSink<P> {
  return sink
}
