import type { Config } from '../../scenario/config.ts'

/** What was found. 'warn': something will not work that not everybody needs. 'fail': runs will not work. */
export interface Diagnosis {
  status: 'ok' | 'warn' | 'fail'
  found: string
  /** What to do about it. */
  advice?: string
}

/** What checks may know of the project that they run for. */
export interface Patient {
  /** Undefined where there is none, or none that loads. */
  config: Config | undefined
  /** Where its databases come from. */
  database: string
}

export interface Examination {
  name: string
  look(patient: Patient): Diagnosis | Promise<Diagnosis>
}
