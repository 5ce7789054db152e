/** How far a call has come: 3 of 10. */
export interface Progress {
  progress: number
  total?: number | undefined
  message?: string | undefined
}
